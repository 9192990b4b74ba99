from . import demo_measure, demo_texts, demo_wheel
