-- SPDX-License-Identifier: Apache-2.0
-- What accounts have used, and limits that administrators have set.
CREATE TABLE meridian.usage (
    -- 'user:' and the name of a user, or 'address:' and the address of anonymous clients (of IPv6 a network of 64 bits).
    account text NOT NULL,
    kind text NOT NULL,
    -- Of UTC.
    day date NOT NULL,
    amount double precision NOT NULL,
    PRIMARY KEY (account, day, kind)
);
CREATE INDEX usage_by_day ON meridian.usage (day);
COMMENT ON TABLE meridian.usage IS 'What accounts have used, per kind and day; gateways add to it once a second';

CREATE TABLE meridian.usage_limit (
    holder_type text NOT NULL CHECK (holder_type IN ('USER', 'GROUP')),
    holder text NOT NULL,
    kind text NOT NULL,
    period text NOT NULL,
    -- 'Infinity' for without limit.
    amount double precision NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (holder_type, holder, kind, period)
);
COMMENT ON TABLE meridian.usage_limit IS 'How much users, and members of groups, may use in a period, where it is not what the configuration says';
