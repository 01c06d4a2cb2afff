"""Personal data shown whole: why, noted in the history before it is shown."""

from incubator_desk.base.i18n import N_
from incubator_desk.features.park.model import Disclosure
from incubator_desk.qtkit.screen import Context

from .options import Wanted


def note(context: Context, wanted: Wanted) -> None:
    """Note once for what a report is shown unmasked; nothing where it is masked."""
    asked = wanted.asked
    if not asked.unmasked_for:
        return
    known: set[tuple[object, ...]] = context.memory.setdefault("disclosed", set())
    same = (wanted.report.name, asked.period.text, asked.tenant, asked.record, asked.unmasked_for)
    if same in known:
        return
    office = context.office
    with office.writing(N_("Show personal data whole"), reason=asked.unmasked_for) as step:
        step.add(
            Disclosure,
            {
                "report": wanted.report.name,
                "period": asked.period.text,
                "tenant": asked.tenant,
                "reason": asked.unmasked_for,
                "made_on": context.today(),
                "made_by": office.actor.name,
            },
        )
    known.add(same)
