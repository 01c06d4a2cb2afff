"""The features of the product, in the order of their dependence."""

from incubator_desk.catalog.office import Features

from .leases.feature import FEATURE as LEASES
from .mentoring.feature import FEATURE as MENTORING
from .park.feature import FEATURE as PARK
from .park.feature import disclosed, explained
from .rent.feature import FEATURE as RENT
from .returns.feature import feature as returns
from .subsidies.feature import FEATURE as SUBSIDIES
from .tenants.feature import FEATURE as TENANTS
from .tenants.timeline import told
from .vouchers.feature import FEATURE as VOUCHERS

_ALL = (PARK, TENANTS, LEASES, RENT, VOUCHERS, SUBSIDIES, MENTORING, returns(lambda: FEATURES))
FEATURES: Features = Features(
    (
        *_ALL,
        explained(parameter for feature in _ALL for parameter in feature.parameters),
        told(lambda: [feature.timeline for feature in _ALL]),
        disclosed(lambda: {report.name: report.label for report in FEATURES.reports.values()}),
    )
)
