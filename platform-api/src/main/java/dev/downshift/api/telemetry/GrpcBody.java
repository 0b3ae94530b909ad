package dev.downshift.api.telemetry;

import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * The message of a request as it came, unpacked.
 *
 * @param bytes null where it unpacks to more than is taken; found here, for gRPC itself would call that an error of the application
 */
@SuppressWarnings("ArrayRecordComponent")
record GrpcBody(byte @Nullable [] bytes) {

    static final MethodDescriptor.Marshaller<GrpcBody> MARSHALLER = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(GrpcBody body) {
            return new ByteArrayInputStream(body.bytes == null ? new byte[0] : body.bytes);
        }

        @Override
        public GrpcBody parse(InputStream message) {
            try {
                return new GrpcBody(message.readAllBytes());
            } catch (StatusRuntimeException tooLarge) {
                return new GrpcBody(null);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    };
}
