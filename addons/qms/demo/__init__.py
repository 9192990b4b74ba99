from . import demo_texts, demo_wheel
