from . import (
    test_attacks,
    test_paper,
    test_placed,
    test_screens,
    test_tree,
    test_uninstall,
)
