"""The product shown at work: the installed commands driven as processes, as a user would."""
