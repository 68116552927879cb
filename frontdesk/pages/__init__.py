"""The top floor: pages that look into several rooms at once, and the demo."""
