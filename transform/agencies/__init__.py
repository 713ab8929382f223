"""Who the agencies are: their names, types, levels, ids and divisions."""

from transform.agencies.dimension import Agency, AgencyLink, agency_links, describe
from transform.agencies.divisions import VINTAGE, Division, divisions, place_prefix
from transform.agencies.names import (
    agency_id,
    agency_level,
    agency_type,
    division_code,
    full_name,
    looks_like_agency,
    may_be_several,
    named_in_text,
    place_of,
)
from transform.agencies.placing import placed_in

__all__ = [
    "VINTAGE",
    "Agency",
    "AgencyLink",
    "Division",
    "agency_id",
    "agency_level",
    "agency_links",
    "agency_type",
    "describe",
    "division_code",
    "divisions",
    "full_name",
    "looks_like_agency",
    "may_be_several",
    "named_in_text",
    "place_of",
    "place_prefix",
    "placed_in",
]
