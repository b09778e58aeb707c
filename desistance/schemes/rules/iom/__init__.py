"""Rules of Integrated Offender Management: pure, on plain facts; a panel decides."""
