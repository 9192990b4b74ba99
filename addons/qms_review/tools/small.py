"""Which figures may be shown where they could point to persons."""

# a count from one to just under it is not shown
FEW = 3
COUNTS = ("count", "open")


def shown(value, count, aggregate):
    """``value``, or ``None`` where it tells of few persons or rests on too few.

    :param count: on how many records it rests
    :param aggregate: what is told of them; of a share both parts must be many
    """
    if value is None:
        return None
    if aggregate in COUNTS:
        return None if 0 < abs(value) < FEW else value
    if aggregate == "share":
        part = round(value * count / 100)
        few = 0 < part < FEW or 0 < count - part < FEW
        return None if few or count < FEW else value
    return None if count < FEW else value
