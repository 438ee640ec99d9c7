package dev.sm.coordination.raft;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import dev.sm.coordination.Compare;
import dev.sm.coordination.Operation;
import dev.sm.coordination.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * Commands and outcomes as bytes. The first number is the version of the encoding: what a
 * replica does not know it must not guess, or replicas would differ.
 */
final class Codec {

	private static final int VERSION = 1;

	private static final int OPEN = 1;

	private static final int RENEW = 2;

	private static final int CLOSE = 3;

	private static final int COMMIT = 4;

	private static final int TICK = 5;

	private Codec() {
	}

	static byte[] encode(Command command) {
		return bytes((out) -> write(out.number(VERSION), command));
	}

	private static void write(Encoder out, Command command) throws IOException {
		if (command instanceof Command.Open open) {
			out.number(OPEN).text(open.id()).number(open.ttlNanos());
		}
		else if (command instanceof Command.Renew renew) {
			out.number(RENEW).text(renew.id());
		}
		else if (command instanceof Command.Close close) {
			out.number(CLOSE).text(close.id());
		}
		else if (command instanceof Command.Commit commit) {
			out.number(COMMIT).number(commit.client()).number(commit.number()).number(commit.floor());
			write(out, commit.transaction());
		}
		else {
			out.number(TICK);
		}
	}

	private static void write(Encoder out, Transaction transaction) throws IOException {
		out.number(transaction.compares().size());
		for (Compare compare : transaction.compares()) {
			out.text(compare.key()).number(compare.revision());
		}
		out.number(transaction.operations().size());
		for (Operation operation : transaction.operations()) {
			out.text(operation.key());
			if (operation instanceof Operation.Put put) {
				out.number(1).text(put.value());
				writeOptional(out, put.sessionId());
			}
			else {
				out.number(0);
			}
		}
	}

	static void writeOptional(Encoder out, @Nullable String text) throws IOException {
		// no id is empty
		out.text((text != null) ? text : "");
	}

	static @Nullable String readOptional(Decoder in) throws IOException {
		String text = in.text();
		return text.isEmpty() ? null : text;
	}

	/**
	 * Reads a command.
	 * @param bytes what {@link #encode(Command)} made
	 * @return the command
	 * @throws IOException if it is nothing that this version knows
	 */
	static Command command(byte[] bytes) throws IOException {
		Decoder in = new Decoder(new ByteArrayInputStream(bytes));
		checkVersion(in.number());
		try {
			Command command = read(in);
			in.end();
			return command;
		}
		catch (IllegalArgumentException ex) {
			throw new IOException(ex.getMessage(), ex);
		}
	}

	private static Command read(Decoder in) throws IOException {
		int type = in.count(TICK);
		return switch (type) {
			case OPEN -> new Command.Open(in.text(), in.number());
			case RENEW -> new Command.Renew(in.text());
			case CLOSE -> new Command.Close(in.text());
			case COMMIT -> new Command.Commit(in.number(), in.number(), in.number(), readTransaction(in));
			case TICK -> new Command.Tick();
			default -> throw new IOException("there is no command of type " + type);
		};
	}

	private static Transaction readTransaction(Decoder in) throws IOException {
		List<Compare> compares = new ArrayList<>();
		for (int i = in.count(Transaction.MAX_SIZE); i > 0; i--) {
			compares.add(new Compare(in.text(), in.number()));
		}
		List<Operation> operations = new ArrayList<>();
		for (int i = in.count(Transaction.MAX_SIZE); i > 0; i--) {
			String key = in.text();
			operations.add((in.count(1) == 1) ? new Operation.Put(key, in.text(), readOptional(in))
					: new Operation.Delete(key));
		}
		return new Transaction(compares, operations);
	}

	static void checkVersion(long version) throws IOException {
		if (version != VERSION) {
			throw new IOException("encoding version must be " + VERSION + " (was " + version + ")");
		}
	}

	static byte[] encode(Outcome outcome) {
		return bytes((out) -> write(out.number(VERSION), outcome));
	}

	static void write(Encoder out, Outcome outcome) throws IOException {
		out.number(outcome.kind().ordinal()).number(outcome.revision()).text(outcome.text());
	}

	static Outcome outcome(byte[] bytes) throws IOException {
		Decoder in = new Decoder(new ByteArrayInputStream(bytes));
		checkVersion(in.number());
		return readOutcome(in);
	}

	static Outcome readOutcome(Decoder in) throws IOException {
		Outcome.Kind kind = Outcome.Kind.values()[in.count(Outcome.Kind.values().length - 1)];
		return new Outcome(kind, in.number(), in.text());
	}

	private static byte[] bytes(Content content) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try {
			content.writeTo(new Encoder(bytes));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	/** Writes something. */
	private interface Content {

		void writeTo(Encoder out) throws IOException;

	}

}
