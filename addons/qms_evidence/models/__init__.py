from . import (
    frame_mixin,
    evidence_map,
    evidence_map_line,
    evidence_map_row,
)
