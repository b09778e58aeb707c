"""What access knows: passes, scopes and the rows behind them."""
