package dev.downshift.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Where a {@link java.io.PrintWriter} prints to: that one keeps a full disk to itself, so a failure is thrown past it. */
final class StandardOutput extends OutputStream {

    private final OutputStream output;

    StandardOutput(OutputStream output) {
        this.output = output;
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        try {
            output.write(bytes, offset, length);
        } catch (IOException failure) {
            throw new UncheckedIOException("the standard output takes no more: " + failure.getMessage(), failure);
        }
    }
}
