"""The features of the product, in the order of their dependence."""

from incubator_desk.catalog.office import Features

from .leases.feature import FEATURE as LEASES
from .park.feature import FEATURE as PARK
from .rent.feature import FEATURE as RENT
from .tenants.feature import FEATURE as TENANTS

FEATURES = Features((PARK, TENANTS, LEASES, RENT))
