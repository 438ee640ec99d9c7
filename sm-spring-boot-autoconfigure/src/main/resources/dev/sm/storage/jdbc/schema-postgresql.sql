-- What sm keeps on a jdbc: node that is PostgreSQL. Keys and names are bytes, which compare as such in any collation.

create table if not exists sm_entry (
	entry_key bytea not null primary key,
	entry_value bytea not null,
	expires_at bigint
);

create index if not exists sm_entry_expiry on sm_entry (expires_at);

create table if not exists sm_staged (
	token bytea not null primary key,
	entry_value bytea not null,
	expires_at bigint
);

create index if not exists sm_staged_expiry on sm_staged (expires_at);

create table if not exists sm_moved (
	entry_key bytea not null primary key,
	token bytea not null
);

create table if not exists sm_record (
	pool bytea not null primary key,
	record bytea not null
);

create table if not exists sm_fence (
	scope bytea not null primary key,
	epoch bigint not null
);

create table if not exists sm_pass (
	id bytea not null primary key,
	holder bytea not null,
	seen_at bigint not null
);
