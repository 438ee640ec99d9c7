package dev.sm.routing.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The body of a request while it is sent on, which the client does on a thread of its
 * own. Once the request has ended nothing of it is read any more: the container gives
 * what it reads from to other requests. Thread-safe.
 */
final class RequestBody extends InputStream {

	private final InputStream body;

	private final ReentrantLock turn = new ReentrantLock();

	private boolean ended;

	private volatile boolean broken;

	RequestBody(InputStream body) {
		this.body = body;
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xff;
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		this.turn.lock();
		try {
			if (this.ended) {
				throw new IOException("the request has ended");
			}
			return this.body.read(bytes, offset, length);
		}
		catch (IOException ex) {
			this.broken = true;
			throw ex;
		}
		finally {
			this.turn.unlock();
		}
	}

	/** Whether it did not come as it should. */
	boolean broken() {
		return this.broken;
	}

	/**
	 * Ends it, if nobody waits for more of it.
	 * @return whether it has ended
	 */
	boolean tryEnd() {
		if (!this.turn.tryLock()) {
			return false;
		}
		this.ended = true;
		this.turn.unlock();
		return true;
	}

	/**
	 * Ends it. Whoever waits for more of it gets what comes next, or what the container
	 * says when nothing has come for its time.
	 */
	void end() {
		this.turn.lock();
		this.ended = true;
		this.turn.unlock();
	}

}
