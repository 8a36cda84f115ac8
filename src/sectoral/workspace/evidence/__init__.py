"""What pages say: an edition read into plain dataclasses, numbers written with their units."""
