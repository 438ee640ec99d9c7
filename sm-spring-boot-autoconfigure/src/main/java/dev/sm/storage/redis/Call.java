package dev.sm.storage.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.lettuce.core.protocol.RedisCommand;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A command and its answer in one, for what is sent most: one object where Lettuce's way
 * takes a command, a stage for what it promises, and a timer. Its time limit is kept by
 * {@link OverdueDriver}. For connections to single servers, since a cluster's wraps what
 * it sends.
 *
 * @param <T> what Redis answers
 * @param <R> what the command answers
 */
final class Call<T extends @Nullable Object, R> extends CompletableFuture<R>
		implements RedisCommand<byte[], byte[], T> {

	private final Command<byte[], byte[], T> command;

	private final Function<T, R> mapper;

	private final RedisConnectionDriver driver;

	private final Link link;

	private final long answersBefore;

	/** When it was sent, and which one was before it; {@link OverdueDriver} has both. */
	long sentAt;

	@Nullable Call<?, ?> previous;

	Call(RedisConnectionDriver driver, Link link, Command<byte[], byte[], T> command, Function<T, R> mapper) {
		this.driver = driver;
		this.link = link;
		this.command = command;
		this.mapper = mapper;
		this.answersBefore = link.answers();
	}

	/** The answer is read. */
	@Override
	public void complete() {
		if (isDone()) {
			return;
		}
		CommandOutput<byte[], byte[], T> output = this.command.getOutput();
		if (output.hasError()) {
			completeExceptionally(new RedisCommandExecutionException(output.getError()));
			return;
		}
		this.link.answered();
		try {
			complete(this.mapper.apply(output.get()));
		}
		catch (RuntimeException ex) {
			super.completeExceptionally(RedisErrors.unexpected(this.driver.node(), ex));
		}
	}

	/** There is no answer, or one that the command failed. */
	@Override
	public boolean completeExceptionally(Throwable error) {
		if (isDone()) {
			return false;
		}
		// what a silent connection takes with it was not answered in time either
		Throwable cause = (this.link.silent() && !(error instanceof RedisCommandExecutionException))
				? new TimeoutException("nothing came any more") : error;
		this.driver.failed(this.link, this.answersBefore, cause);
		return super.completeExceptionally(RedisErrors.translate(this.driver.node(), cause));
	}

	/** The connection is closed. */
	@Override
	public void cancel() {
		String reason = this.command.getOutput().getError();
		completeExceptionally(new RedisException((reason != null) ? reason : "the connection was closed"));
	}

	@Override
	public CommandOutput<byte[], byte[], T> getOutput() {
		return this.command.getOutput();
	}

	@Override
	public void setOutput(CommandOutput<byte[], byte[], T> output) {
		this.command.setOutput(output);
	}

	@Override
	public CommandArgs<byte[], byte[]> getArgs() {
		return this.command.getArgs();
	}

	@Override
	public ProtocolKeyword getType() {
		return this.command.getType();
	}

	@Override
	public void encode(ByteBuf buffer) {
		this.command.encode(buffer);
	}

}
