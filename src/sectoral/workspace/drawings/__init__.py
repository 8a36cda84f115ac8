"""Pictures and sheets: charts, maps, seat rings, tables that sort and are handed over."""
