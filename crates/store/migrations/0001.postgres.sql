CREATE FUNCTION audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the audit keeps its rows as they are'; END $$;
CREATE TRIGGER audit_is_kept BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_is_kept();
CREATE TRIGGER audit_is_kept_whole BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_is_kept();

-- The elements of a list in JSON, as SQLite's json_each has them: numbers as value, texts as atom.
CREATE FUNCTION elements(list text) RETURNS TABLE (value bigint, atom text) LANGUAGE sql IMMUTABLE ROWS 50 AS $$
    SELECT CASE json_typeof(e) WHEN 'number' THEN (e #>> '{}')::bigint END, e #>> '{}' FROM json_array_elements(list::json) AS e
$$;
