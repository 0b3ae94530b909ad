package dev.downshift.engine.traces;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Takes the bytes of a decoder one by one, for a decoder that fails in the middle of a read loses what that read had decoded. */
final class OneByOne extends FilterInputStream {

    private @Nullable IOException failure;

    OneByOne(InputStream decoder) {
        super(decoder);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = 0;
        while (count < length && failure == null) {
            int value = next();
            if (value < 0) {
                break;
            }
            target[offset + count++] = (byte) value;
        }
        if (count == 0 && failure != null) {
            throw failure;
        }
        return count == 0 && length > 0 ? -1 : count;
    }

    private int next() {
        try {
            return in.read();
        } catch (IOException failed) {
            failure = failed;
            return -1;
        }
    }
}
