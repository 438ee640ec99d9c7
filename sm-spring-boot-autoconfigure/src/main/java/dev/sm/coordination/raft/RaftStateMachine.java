package dev.sm.coordination.raft;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.util.LifeCycle;
import org.apache.ratis.util.MD5FileUtil;

/**
 * What Ratis sees of the state. The leader puts a reading of its clock, and the term it
 * was taken in, before each command; all else is decided by the log alone.
 */
final class RaftStateMachine extends BaseStateMachine {

	/** What a snapshot begins with. */
	private static final int SNAPSHOT_VERSION = 2;

	private final SimpleStateMachineStorage storage = new SimpleStateMachineStorage();

	private final Replica replica;

	private final LongSupplier clock;

	private final Consumer<Throwable> failures;

	RaftStateMachine(Replica replica, LongSupplier clock, Consumer<Throwable> failures) {
		this.replica = replica;
		this.clock = clock;
		this.failures = failures;
	}

	@Override
	public void initialize(RaftServer server, RaftGroupId groupId, RaftStorage raftStorage) throws IOException {
		getLifeCycle().startAndTransition(() -> {
			super.initialize(server, groupId, raftStorage);
			this.storage.init(raftStorage);
			load();
		}, IOException.class);
	}

	/** A snapshot is about to come from the leader. */
	@Override
	public void pause() {
		if (getLifeCycleState() == LifeCycle.State.RUNNING) {
			getLifeCycle().transition(LifeCycle.State.PAUSING);
			getLifeCycle().transition(LifeCycle.State.PAUSED);
		}
	}

	@Override
	public void reinitialize() throws IOException {
		load();
		if (getLifeCycleState() == LifeCycle.State.PAUSED) {
			getLifeCycle().transition(LifeCycle.State.STARTING);
			getLifeCycle().transition(LifeCycle.State.RUNNING);
		}
	}

	private void load() throws IOException {
		SingleFileSnapshotInfo snapshot = this.storage.loadLatestSnapshot();
		if (snapshot == null) {
			this.replica.restore(new RaftState(), -1);
			return;
		}
		Path file = snapshot.getFile().getPath();
		MD5FileUtil.verifySavedMD5(file.toFile(), MD5FileUtil.computeMd5ForFile(file.toFile()));
		try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
			Decoder decoder = new Decoder(in);
			long version = decoder.number();
			if (version != SNAPSHOT_VERSION) {
				throw new IOException(
						"snapshot " + file + " must be of version " + SNAPSHOT_VERSION + " (was " + version + ")");
			}
			RaftState state = RaftState.read(decoder);
			decoder.end();
			setLastAppliedTermIndex(snapshot.getTermIndex());
			this.replica.restore(state, snapshot.getIndex());
		}
	}

	@Override
	public StateMachineStorage getStateMachineStorage() {
		return this.storage;
	}

	@Override
	public long takeSnapshot() throws IOException {
		TermIndex last = getLastAppliedTermIndex();
		if (last.getIndex() < 0) {
			return RaftLog.INVALID_LOG_INDEX;
		}
		File file = this.storage.getSnapshotFile(last.getTerm(), last.getIndex());
		Path temporary = file.toPath().resolveSibling(file.getName() + ".tmp");
		try (FileOutputStream out = new FileOutputStream(temporary.toFile());
				OutputStream buffered = new BufferedOutputStream(out, 1 << 16)) {
			Encoder encoder = new Encoder(buffered).number(SNAPSHOT_VERSION);
			// entries are applied by the thread that calls this: nothing changes
			// meanwhile
			this.replica.write(encoder);
			buffered.flush();
			out.getFD().sync();
		}
		catch (IOException ex) {
			Files.deleteIfExists(temporary);
			throw ex;
		}
		Files.move(temporary, file.toPath(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		MD5Hash digest = MD5FileUtil.computeAndSaveMd5ForFile(file);
		this.storage.updateLatestSnapshot(
				new SingleFileSnapshotInfo(new FileInfo(file.toPath(), digest), last.getTerm(), last.getIndex()));
		return last.getIndex();
	}

	@Override
	public TransactionContext startTransaction(RaftClientRequest request) throws IOException {
		ByteString command = request.getMessage().getContent();
		// what cannot be read must not reach the log
		Codec.command(command.toByteArray());
		// in this order: a reading taken before this term began must not count for it
		long term = getServer().join().getDivision(getGroupId()).getInfo().getCurrentTerm();
		ByteBuffer stamp = ByteBuffer.allocate(2 * Long.BYTES)
			.putLong(0, term)
			.putLong(Long.BYTES, this.clock.getAsLong());
		return TransactionContext.newBuilder()
			.setStateMachine(this)
			.setClientRequest(request)
			.setLogData(ByteString.copyFrom(stamp).concat(command))
			.build();
	}

	@Override
	public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
		LogEntryProto entry = transaction.getLogEntry();
		ByteBuffer data = entry.getStateMachineLogEntry().getLogData().asReadOnlyByteBuffer();
		boolean ofThisTerm = data.getLong() == entry.getTerm();
		long reading = data.getLong();
		Long stamp = ofThisTerm ? reading : null;
		byte[] bytes = new byte[data.remaining()];
		data.get(bytes);
		Command command;
		try {
			command = Codec.command(bytes);
		}
		catch (IOException ex) {
			// going on without it would make this replica another one
			throw new IllegalStateException("entry " + entry.getIndex() + " of the log cannot be read", ex);
		}
		Outcome outcome = this.replica.apply(entry.getTerm(), entry.getIndex(), stamp, command, bytes.length);
		if (command instanceof Command.Tick) {
			outcome = Outcome.of(true, entry.getIndex());
		}
		updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
		return CompletableFuture.completedFuture(Message.valueOf(ByteString.copyFrom(Codec.encode(outcome))));
	}

	/**
	 * What was applied must never be taken back. If it is, this copy has what the group
	 * never decided: it is made anew from the log before it answers anything else.
	 */
	@Override
	public CompletableFuture<Void> truncate(long index) {
		if (index <= getLastAppliedTermIndex().getIndex()) {
			this.replica.loseWatches();
			this.failures.accept(new IllegalStateException(
					"entry " + index + " is taken back after it was applied, up to " + getLastAppliedTermIndex()));
		}
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public void notifyLogFailed(Throwable cause, LogEntryProto failedEntry) {
		this.failures.accept(cause);
	}

}
