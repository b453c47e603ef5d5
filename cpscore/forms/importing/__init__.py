"""A table as an authority publishes it, in Word or Excel, becomes the draft of a definition."""
