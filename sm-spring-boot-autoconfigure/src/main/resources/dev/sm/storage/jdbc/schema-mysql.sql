-- What sm keeps on a jdbc: node that is MariaDB or MySQL. Keys and names are bytes, which compare as such in any collation.

create table if not exists sm_entry (
	entry_key varbinary(2304) not null primary key,
	entry_value longblob not null,
	expires_at bigint,
	index sm_entry_expiry (expires_at)
) engine = InnoDB row_format = dynamic;

create table if not exists sm_staged (
	token varbinary(1024) not null primary key,
	entry_value longblob not null,
	expires_at bigint,
	index sm_staged_expiry (expires_at)
) engine = InnoDB row_format = dynamic;

create table if not exists sm_moved (
	entry_key varbinary(2304) not null primary key,
	token varbinary(1024) not null
) engine = InnoDB row_format = dynamic;

create table if not exists sm_record (
	pool varbinary(1024) not null primary key,
	record varbinary(2048) not null
) engine = InnoDB row_format = dynamic;

create table if not exists sm_fence (
	scope varbinary(2048) not null primary key,
	epoch bigint not null
) engine = InnoDB row_format = dynamic;

create table if not exists sm_pass (
	id varbinary(64) not null primary key,
	holder varbinary(2048) not null,
	seen_at bigint not null
) engine = InnoDB row_format = dynamic;
