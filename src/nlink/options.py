"""Public names for declaring options by hand, as for a kind of link that nlink does not know: the declarations, and the
short names for their annotations. The kinds of value are in ``nlink.schema``, ``LinkOptions`` in ``nlink.link``.
"""

from __future__ import annotations

from .netlink.schema.options import Needed as Needed
from .netlink.schema.options import Options as Options
from .netlink.schema.options import Setting as Setting
from .netlink.schema.options import needed as needed
from .netlink.schema.options import option as option
from .netlink.schema.options import part as part
from .netlink.schema.options import reported as reported
from .netlink.schema.options import switch as switch
from .netlink.schema.settings import Address as Address
from .netlink.schema.settings import Bool as Bool
from .netlink.schema.settings import Choice as Choice
from .netlink.schema.settings import Duration as Duration
from .netlink.schema.settings import Int as Int
from .netlink.schema.settings import Reported as Reported
from .netlink.schema.settings import String as String
from .netlink.schema.settings import UnitTime as UnitTime
