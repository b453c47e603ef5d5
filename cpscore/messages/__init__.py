"""Code and values become a sentence, Chinese or English; the only place that words problems."""
