package dev.sm.coordination.etcd;

import java.util.function.Function;

import com.google.protobuf.ByteString;
import io.etcd.jetcd.api.AuthEnableRequest;
import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthRoleAddRequest;
import io.etcd.jetcd.api.AuthRoleGrantPermissionRequest;
import io.etcd.jetcd.api.AuthUserAddRequest;
import io.etcd.jetcd.api.AuthUserGrantRoleRequest;
import io.etcd.jetcd.api.CompactionRequest;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.Permission;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;

/**
 * What an operator does to a server.
 */
final class EtcdAdmin {

	private EtcdAdmin() {
	}

	static void compact(EtcdServer server, long revision) {
		with(server, (channel) -> KVGrpc.newBlockingStub(channel)
			.compact(CompactionRequest.newBuilder().setRevision(revision).setPhysical(true).build()));
	}

	/** Turns authentication on; the user may use what lies below the prefix. */
	static void enableAuthentication(EtcdServer server, String user, String password, String prefix) {
		with(server, (channel) -> {
			AuthGrpc.AuthBlockingStub auth = AuthGrpc.newBlockingStub(channel);
			auth.userAdd(AuthUserAddRequest.newBuilder().setName("root").setPassword("root").build());
			auth.userGrantRole(AuthUserGrantRoleRequest.newBuilder().setUser("root").setRole("root").build());
			auth.roleAdd(AuthRoleAddRequest.newBuilder().setName("sm").build());
			auth.roleGrantPermission(AuthRoleGrantPermissionRequest.newBuilder()
				.setName("sm")
				.setPerm(Permission.newBuilder()
					.setPermType(Permission.Type.READWRITE)
					.setKey(ByteString.copyFromUtf8(prefix + "/"))
					.setRangeEnd(ByteString.copyFromUtf8(prefix + "0")))
				.build());
			auth.userAdd(AuthUserAddRequest.newBuilder().setName(user).setPassword(password).build());
			auth.userGrantRole(AuthUserGrantRoleRequest.newBuilder().setUser(user).setRole("sm").build());
			return auth.authEnable(AuthEnableRequest.getDefaultInstance());
		});
	}

	private static void with(EtcdServer server, Function<ManagedChannel, ?> action) {
		ManagedChannel channel = NettyChannelBuilder
			.forAddress(server.endpoint().getHost(), server.endpoint().getPort())
			.usePlaintext()
			.build();
		try {
			action.apply(channel);
		}
		finally {
			channel.shutdownNow();
		}
	}

}
