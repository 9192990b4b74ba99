from . import demo_texts
