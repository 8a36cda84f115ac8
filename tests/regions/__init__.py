"""Tests of `sectoral.regions`."""
