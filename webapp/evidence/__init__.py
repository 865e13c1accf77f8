"""The evidence of one alert in one file that can be checked without Roamwatch."""
