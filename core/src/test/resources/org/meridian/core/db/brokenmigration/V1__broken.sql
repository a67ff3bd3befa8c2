-- SPDX-License-Identifier: Apache-2.0
CREATE TABLE broken_first (x integer);
SELECT 1 / 0;
