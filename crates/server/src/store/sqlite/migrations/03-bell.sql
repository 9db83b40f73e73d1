-- How much askers have sent, and how much of it the experts were told of by mail: two counts, so that
-- nothing is left to grow where no mail is set, and nothing of any question is kept here.

CREATE TABLE bell (
    arrived INTEGER NOT NULL,
    told    INTEGER NOT NULL
) STRICT;

INSERT INTO bell (arrived, told) VALUES (0, 0);
