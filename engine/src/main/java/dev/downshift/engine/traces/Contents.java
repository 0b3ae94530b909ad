package dev.downshift.engine.traces;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of an upload: itself, or those of the archive that it is. Files of an archive that hold something else are passed over. */
final class Contents implements Closeable {

    private static final int LOOKED_AT = 1 << 12;

    private final SourceFile source;
    private final Inflation inflation;
    private final Lookahead bytes;
    private final List<String> wrappers;
    private final @Nullable Archive archive;
    private boolean ended;
    private long passedOver;
    private @Nullable Item last;

    Contents(InputStream input) throws IOException {
        source = new SourceFile(input);
        inflation = new Inflation(source);
        wrappers = new ArrayList<>();
        bytes = Encodings.asUtf8(Compression.unwrapped(new Lookahead(source), source, inflation, wrappers));
        archive = Archive.of(bytes, source, inflation);
        if (archive != null) {
            wrappers.add(archive.label());
        }
    }

    /**
     * A file.
     *
     * @param name its name in an archive
     * @param problem why it cannot be read, if that is seen already
     */
    record Item(@Nullable String name, Unpacked bytes, @Nullable BadRecord problem) {}

    /** The next file, or null at the end. Does not read the one before any further. */
    @Nullable Item next() throws IOException {
        if (ended) {
            return null;
        }
        if (archive == null) {
            ended = true;
            return new Item(null, new Unpacked(bytes, inflation), null);
        }
        Item next = nextOf(archive);
        boolean first = last == null;
        if (next == null) {
            ended = true;
            return first ? unreadable(null, nothing(archive)) : null;
        }
        last = next;
        return next;
    }

    /** What the file is wrapped in, the outermost first. */
    List<String> wrappers() {
        return List.copyOf(wrappers);
    }

    /** Whether a file of an archive is read: a file of its own would be told to be empty where an archive's need not. */
    boolean isArchive() {
        return archive != null;
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }

    private @Nullable Item nextOf(Archive open) throws IOException {
        try {
            for (Archive.Member member = open.next(); member != null; member = open.next()) {
                Item item = item(member);
                if (item != null) {
                    return item;
                }
                passedOver++;
            }
            return null;
        } catch (DamagedFile damaged) {
            ended = true;
            boolean told = last != null && last.bytes().damage() == damaged.reason();
            return told ? null : unreadable(last == null ? null : last.name(), damaged.reason());
        }
    }

    /** Null for a file that is passed over. */
    private @Nullable Item item(Archive.Member member) throws IOException {
        MemberName name = MemberName.of(member.name());
        BadRecord problem = name.problem() == null ? member.problem() : name.problem();
        if (problem != null) {
            return unreadable(name.shown(), problem);
        }
        Lookahead content = Encodings.asUtf8(Compression.unwrapped(new Lookahead(member.bytes()), source, inflation, new ArrayList<>()));
        byte[] head = content.peek(LOOKED_AT);
        if (Archive.begins(head)) {
            content.close();
            return unreadable(name.shown(), new BadRecord("This file of the archive is an archive itself", "Unpack it, and put its files into the outer archive."));
        }
        if (name.promisesTraces() || Layout.isLikely(head)) {
            return new Item(name.shown(), new Unpacked(content, inflation), null);
        }
        content.close();
        return null;
    }

    private Item unreadable(@Nullable String name, BadRecord problem) {
        return new Item(name, new Unpacked(new Lookahead(InputStream.nullInputStream()), inflation), problem);
    }

    private BadRecord nothing(Archive open) {
        String what = passedOver > 0 ? "none of the " + passedOver + " files in the archive holds records"
                : open.directories() > 0 ? "the archive holds directories, but no file" : "the archive is empty";
        return new BadRecord(Character.toUpperCase(what.charAt(0)) + what.substring(1), "Put files with JSON lines, JSON, CSV or Parquet into it.");
    }
}
