-- Each passage says which depth it is of, so that what a search shows of it can be labelled. They are derived
-- anew when the library is next opened.
ALTER TABLE passage ADD COLUMN practitioner INTEGER NOT NULL DEFAULT 0 CHECK (practitioner IN (0, 1));
UPDATE meta SET derivation = 0;
