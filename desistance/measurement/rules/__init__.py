"""Rules of measurement: pure, with sources. Maturity, approval, texts, figures that others published, comparison."""
