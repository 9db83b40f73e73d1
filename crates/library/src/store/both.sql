-- Both layers as one, for a connection that reads: these names go before those of the files. What is
-- derived of a record at both depths stands in the practitioners' file; an entry of the general
-- layer is never replaced.
CREATE TEMP VIEW entry AS
    SELECT key, sequence, kind, json, digest FROM main.entry
    UNION ALL
    SELECT key, sequence, kind, json, digest FROM depth.entry AS deep
    WHERE NOT EXISTS (SELECT 1 FROM main.entry AS general WHERE general.key = deep.key);

CREATE TEMP VIEW card AS
    SELECT record, kind, json FROM depth.card
    UNION ALL
    SELECT record, kind, json FROM main.card AS general
    WHERE NOT EXISTS (SELECT 1 FROM depth.card AS deep WHERE deep.record = general.record);

CREATE TEMP VIEW passage AS
    SELECT record, ordinal, anchor, heading, text, practitioner FROM depth.passage
    UNION ALL
    SELECT record, ordinal, anchor, heading, text, practitioner FROM main.passage AS general
    WHERE NOT EXISTS (SELECT 1 FROM depth.card AS deep WHERE deep.record = general.record);

CREATE TEMP VIEW mention AS
    SELECT record, target FROM depth.mention
    UNION ALL
    SELECT record, target FROM main.mention AS general
    WHERE NOT EXISTS (SELECT 1 FROM depth.card AS deep WHERE deep.record = general.record);
