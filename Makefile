# Only a way to type less; run.py does the work and says what else there is.
demo test check bench docs setup:
	@python3 run.py $@

.PHONY: demo test check bench docs setup
