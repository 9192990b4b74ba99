from . import demo_reviews
