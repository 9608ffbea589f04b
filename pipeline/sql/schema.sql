-- schema.sql: every table of corpus.duckdb, in the order in which the steps fill them.
-- in: nothing   out: empty tables
-- The line above each table and the note behind each column are what docs/schema.md shows (a test compares them).

create type name as struct(family varchar, given varchar, suffix varchar, literal varchar);

-- import

-- one file under corpus/raw: what it is, and the counts that must add up (found = entries + rejects)
create table source_file (
  file_id varchar not null, -- first 16 hex digits of its sha256
  path varchar not null, -- from the workspace's root
  source varchar not null, -- which source it is from
  kind varchar not null, -- database, register, website, organisation, citation, hand-collected
  query varchar, -- the review it answers, where its note says so
  format varchar not null, -- file format as detected or as its note says
  database varchar, -- which database's dialect it is in
  encoding varchar not null, -- how its bytes were read
  sha256 varchar not null, -- of the bytes
  searched varchar, -- date of the search, from the note
  hits bigint, -- hits that the database claimed, from the note
  found bigint not null, -- places where a record stands
  entries bigint not null, -- taken in
  rejects bigint not null, -- set aside
  unread bigint not null, -- pieces of text between records that a person should see
  same_as varchar, -- path of an equal file that was taken in instead
  warnings varchar[] not null -- what a person should know
);

-- one place in one file where a record stands: this is what is counted
create table entry (
  entry_id varchar not null, -- file_id:position
  file_id varchar not null, -- in source_file
  position bigint not null, -- 1 for the first record of the file, rejects counted too
  line bigint not null, -- first line
  source varchar not null, -- which source it is from
  seen varchar, -- date of the search, from the note; with the time, where it was made over the network
  accession varchar, -- the source's own id
  id_is_sure boolean not null, -- whether the source itself gave the accession, asked over the network
  normal_form varchar not null, -- hash of folded title, authors, year, container, first page
  marks varchar not null, -- DOI, PMID, ISBN, volume, issue, edition, JSON: they tell two of one normal form apart
  title_form varchar not null, -- folded title, to tell two titles under one accession
  record_id varchar, -- the record that it belongs to
  raw varchar not null, -- the text as it stands in the file
  fields map(varchar, varchar[]) not null, -- the source's own words, by field
  extra map(varchar, varchar[]) not null, -- tags that have no field of ours, verbatim
  warnings varchar[] not null -- what the reader noticed
);

-- text that should be a record and can't be read
create table reject (
  file_id varchar not null, -- in source_file
  position bigint not null, -- its place among the records of the file
  line bigint not null, -- first line
  reason varchar not null, -- what is wrong
  truncated boolean not null, -- the end of the file cuts it off
  raw varchar not null -- the text
);

-- text between records that is no record: headers, closing lines, stray text
create table unread (
  file_id varchar not null, -- in source_file
  line bigint not null, -- first line
  reason varchar not null, -- what it is
  expected boolean not null, -- false where a person should look
  raw varchar not null -- the text
);

-- clean

-- one publication as one source describes it, cleaned
create table record (
  record_id varchar not null, -- source:accession, or source:hash of the normal form where the source gives no id
  source varchar not null, -- folder under corpus/raw
  accession varchar, -- the source's own id
  entry_id varchar not null, -- the entry that gave the fields (the newest)
  entries integer not null, -- how many entries this record has
  first_seen varchar, -- earliest date of its files' notes
  last_seen varchar, -- latest date of its files' notes
  type varchar not null, -- one of: article, book, chapter, conference-paper, dataset, preprint, proceedings, report, thesis, webpage, other
  title varchar, -- leading title; null where the source has none
  title_original varchar, -- title in the language of the work, where that is another and known
  title_language varchar, -- language of title (ISO 639-1) where the source says or shows it
  authors name[] not null, -- persons and groups in the order of the source
  authors_original name[] not null, -- the same people in another script, where the source gives both
  authors_complete boolean not null, -- false where the source ends its list with et al.
  editors name[] not null, -- editors
  translators name[] not null, -- translators
  year integer, -- year of issue
  date varchar, -- date of issue, as exact as the source is: 2014, 2014-11, 2014-11-03
  date_online varchar, -- date of electronic publication
  container varchar, -- journal, book or proceedings that holds the work
  container_short varchar, -- its abbreviated form
  series varchar, -- series
  event varchar, -- conference
  publisher varchar, -- publisher or school
  place varchar, -- place of publication
  edition varchar, -- edition statement
  volume varchar, -- volume
  issue varchar, -- issue
  pages varchar, -- first-last in full, or what the source has
  article_number varchar, -- article number
  doi varchar, -- lower-case, without resolver
  pmid varchar, -- PubMed id
  pmcid varchar, -- PubMed Central id
  issn varchar[] not null, -- ISSNs, 1234-567X
  isbn varchar[] not null, -- ISBNs, 13 digits
  url varchar, -- address
  accessed varchar, -- date on which somebody looked at the address
  languages varchar[] not null, -- languages of the work (ISO 639-1)
  abstract varchar, -- abstract
  keywords varchar[] not null, -- author keywords
  headings varchar[] not null, -- subject headings (MeSH and the like)
  publication_types varchar[] not null, -- publication or document types in the words of the source
  note varchar, -- note
  extra map(varchar, varchar[]) not null -- every tag of the source that has no field here, verbatim
);

-- what cleaning did to one field of one record
create table change (
  record_id varchar not null, -- in record
  field varchar not null, -- which field
  before varchar not null, -- as the source wrote it
  after varchar, -- as it is now; null where nothing usable was left
  rule varchar not null -- what did it
);

-- what a record says of another publication: that it is its erratum, its retraction …
create table stated_relation (
  record_id varchar not null, -- in record
  kind varchar not null, -- version-of, edition-of, translation-of, part-of, update-of, comment-on, erratum-of, retraction-of
  inverse boolean not null, -- true where the other publication is the erratum … of this one
  pmid varchar, -- PubMed id of the other
  doi varchar, -- its DOI
  citation varchar -- what else the source says of it
);

-- pair

-- two records that were compared and are worth telling of; the smaller id is left
create table pair (
  left_id varchar not null, -- in record
  right_id varchar not null, -- in record
  verdict varchar not null, -- same, different, related, ask
  rule varchar not null, -- the rule that gave the verdict
  evidence varchar not null, -- what agreed and what differed
  kind varchar, -- where they are related: what the one is of the other, as in relation
  of_id varchar, -- where they are related: the record that the other one is the version, part, comment … of
  likeness double not null, -- of the titles, 0 to 1
  chance double not null -- how likely the two are one work, 0 to 1, for the order in which a person is asked
);

-- work

-- which record stands for one that is gone: keys and decisions that name the old one go on with it
create table successor (
  gone_id varchar not null, -- a record id that the corpus doesn't have
  record_id varchar not null, -- in record
  found_at varchar not null, -- when that was found or said, UTC
  who varchar not null, -- bibcorpus, or the person who said so
  why varchar not null -- the rule with its evidence, or what the person gave as the reason
);

-- every decision of a person, as the log has it
create table decision (
  decision_id varchar not null, -- event id
  time varchar not null, -- UTC
  who varchar not null, -- person
  event varchar not null, -- same, different, related, include, exclude, unsure, tag, untag, set-field, key, note, settle, undo
  records varchar[] not null, -- record ids it speaks of; of gone ones those that stand for them
  value varchar not null, -- its details, JSON
  reason varchar, -- in the person's words
  seen varchar, -- hash of the title and abstract that the person saw; null where nobody noted it
  place varchar not null, -- file and line
  state varchar not null -- in force, undone, overruled by a later one, needs a look
);

-- each record in exactly one work
create table work_record (
  work_id varchar not null, -- in work
  record_id varchar not null -- in record
);

-- why two records of a work were joined: one row a link
create table work_link (
  work_id varchar not null, -- in work
  left_id varchar not null, -- in record
  right_id varchar not null, -- in record
  rule varchar not null, -- the rule, or decision:<id>
  evidence varchar not null -- what agreed
);

-- what a person is asked, most worth a look first: two works, by their likeliest two records; n works take n - 1 rows
create table question (
  rank integer not null, -- 1 is asked first
  left_id varchar not null, -- in record
  right_id varchar not null, -- in record
  chance double not null, -- how likely they are one work, 0 to 1
  works varchar[] not null -- all works that are asked about together
);

-- a join that was not made because something stood against it
create table conflict (
  left_id varchar not null, -- in record
  right_id varchar not null, -- in record
  wanted varchar not null, -- the rule or decision that wanted them one
  against varchar not null, -- the rule or decision that keeps them apart
  left_veto varchar not null, -- the records between which it stands
  right_veto varchar not null -- the records between which it stands
);

-- records judged one publication, merged; work_field says which record gave each field
create table work (
  work_id varchar not null, -- its smallest record id
  records integer not null, -- how many records it has
  first_seen varchar, -- earliest date of its records
  last_seen varchar, -- latest date of its records
  type varchar not null, -- one of: article, book, chapter, conference-paper, dataset, preprint, proceedings, report, thesis, webpage, other
  title varchar, -- leading title; null where the source has none
  title_original varchar, -- title in the language of the work, where that is another and known
  title_language varchar, -- language of title (ISO 639-1) where the source says or shows it
  authors name[] not null, -- persons and groups in the order of the source
  authors_original name[] not null, -- the same people in another script, where the source gives both
  authors_complete boolean not null, -- false where the source ends its list with et al.
  editors name[] not null, -- editors
  translators name[] not null, -- translators
  year integer, -- year of issue
  date varchar, -- date of issue, as exact as the source is: 2014, 2014-11, 2014-11-03
  date_online varchar, -- date of electronic publication
  container varchar, -- journal, book or proceedings that holds the work
  container_short varchar, -- its abbreviated form
  series varchar, -- series
  event varchar, -- conference
  publisher varchar, -- publisher or school
  place varchar, -- place of publication
  edition varchar, -- edition statement
  volume varchar, -- volume
  issue varchar, -- issue
  pages varchar, -- first-last in full, or what the source has
  article_number varchar, -- article number
  doi varchar, -- lower-case, without resolver
  pmid varchar, -- PubMed id
  pmcid varchar, -- PubMed Central id
  issn varchar[] not null, -- ISSNs, 1234-567X
  isbn varchar[] not null, -- ISBNs, 13 digits
  url varchar, -- address
  accessed varchar, -- date on which somebody looked at the address
  languages varchar[] not null, -- languages of the work (ISO 639-1)
  abstract varchar, -- abstract
  keywords varchar[] not null, -- author keywords
  headings varchar[] not null, -- subject headings (MeSH and the like)
  publication_types varchar[] not null, -- publication or document types in the words of the source
  note varchar -- note
);

-- which record gave a work its value of a field
create table work_field (
  work_id varchar not null, -- in work
  field varchar not null, -- which field
  record_id varchar not null, -- in record
  rule varchar not null -- why this record's value won
);

-- a relation between two works
create table relation (
  left_id varchar not null, -- the work that is the version, part, comment …
  right_id varchar not null, -- the work it is one of
  kind varchar not null, -- version-of, edition-of, translation-of, part-of, update-of, comment-on, erratum-of, retraction-of, same-study-as
  rule varchar not null, -- the rule, or decision:<id>
  evidence varchar not null -- what made it so
);

-- tag

-- a claim about a work, with what makes it
create table tag (
  work_id varchar not null, -- in work
  facet varchar not null, -- class, method, kind, topic, relevance …
  value varchar not null, -- its value
  layer varchar not null, -- who says so, strongest first: person, source, rule, model, default
  rule varchar not null, -- file and rule, or decision:<id>
  line integer, -- of the rule in its file; null for a person, a model or a default
  field varchar not null, -- where the words stand
  words varchar not null, -- the words that made it so
  confidence double not null, -- 0 to 1
  suggested boolean not null -- a hint for people, not asserted: `bibliography` leaves it out
);

-- people who disagree on a facet of a work: until they agree, nobody's word on it holds
create table tag_dispute (
  work_id varchar not null, -- in work
  facet varchar not null, -- class, topic …
  who varchar[] not null -- who they are; not what they said: others may be coding the same works
);

-- what a model proposes that learned from people's decisions: a question, never a tag
create table proposal (
  work_id varchar not null, -- in work
  facet varchar not null, -- class, topic …; status: whether the work belongs to the bibliography
  value varchar not null, -- its value
  chance double not null, -- how likely these people would say so, 0 to 1
  words varchar not null -- what weighed most: for it, or against it where the chance is below a half
);

-- which tag rules fired in a work, whether or not they decided
create table fired_rule (
  work_id varchar not null, -- in work
  rules varchar[] not null -- file and rule
);

-- how often each tag rule fired
create table rule_use (
  rule varchar not null, -- file and rule
  works bigint not null -- works in which it fired, whether or not it decided
);

-- which block of concepts of a query a work speaks of
create table work_block (
  work_id varchar not null, -- in work
  query varchar not null, -- queries/<query>.toml
  block varchar not null, -- its block
  field varchar not null, -- where the words stand
  words varchar not null -- the words
);

-- one row a work: is it in the bibliography, and why
create table screening (
  work_id varchar not null, -- in work
  status varchar not null, -- included, excluded, undecided
  status_reason varchar not null, -- in words
  "by" varchar not null, -- rule or person
  stage varchar, -- what people judged by, title-abstract or full-text; null for a rule
  reason varchar, -- the rule's reason, or what people gave as theirs; null where they gave none
  in_window boolean -- null without a year
);

-- how a work fared at each stage of the screening that it came to; what is included at one goes on to the next
create table screened (
  work_id varchar not null, -- in work
  stage varchar not null, -- rules (nobody has looked), title-abstract, full-text
  outcome varchar not null, -- excluded, undecided, included; of full texts also: not retrieved, not read yet
  reason varchar -- the rule's, or that of people; null where they gave none
);

-- key

-- citekeys, given once and for ever
create table citekey (
  key varchar not null, -- the key
  work_id varchar not null, -- in work
  leads boolean not null -- false for an alias: an older key of a work that has another now
);

-- keys that were given on two branches for two works: the older giving holds, and who cites the other work is told
create table moved_key (
  key varchar not null, -- the key, which another work keeps
  new_key varchar not null, -- the key of the work that lost it
  work_id varchar not null -- in work: the one that lost it
);
