-- What sm keeps on a jdbc: node that is H2. Keys and names are bytes, which compare as such in any collation.

create table if not exists sm_entry (
	entry_key varbinary(2304) not null primary key,
	entry_value blob not null,
	expires_at bigint
);

create index if not exists sm_entry_expiry on sm_entry (expires_at);

create table if not exists sm_staged (
	token varbinary(1024) not null primary key,
	entry_value blob not null,
	expires_at bigint
);

create index if not exists sm_staged_expiry on sm_staged (expires_at);

create table if not exists sm_moved (
	entry_key varbinary(2304) not null primary key,
	token varbinary(1024) not null
);

create table if not exists sm_record (
	pool varbinary(1024) not null primary key,
	record varbinary(2048) not null
);

create table if not exists sm_fence (
	scope varbinary(2048) not null primary key,
	epoch bigint not null
);

create table if not exists sm_pass (
	id varbinary(64) not null primary key,
	holder varbinary(2048) not null,
	seen_at bigint not null
);
