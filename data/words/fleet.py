"""Words of SIMs."""

from enum import StrEnum


class SimState(StrEnum):
    """Administrative state; the platform's own word is kept beside it."""

    STOCK = "stock"
    TEST = "test"
    READY = "ready"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    TERMINATED = "terminated"
    UNKNOWN = "unknown"


#: States in which a SIM may connect. *Live* also asks that it was seen lately.
CAN_CONNECT = (SimState.TEST, SimState.READY, SimState.ACTIVE)


class SimTechnology(StrEnum):
    """What can be done about a SIM from afar depends on this."""

    SINGLE = "single"
    MULTI_IMSI = "multi_imsi"
    EUICC_SGP02 = "euicc_sgp02"
    EUICC_SGP22 = "euicc_sgp22"
    EUICC_SGP32 = "euicc_sgp32"
    UNKNOWN = "unknown"
