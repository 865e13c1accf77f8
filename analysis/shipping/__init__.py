"""The check before shipping: may these devices go there, with what, and how to connect them."""
