using System.Text;

namespace AttnGen.Training;

/// <summary>
/// The lines of a UTF-8 file, ended by line feeds alone, with or without a carriage return before them: other readers also end one at a carriage return inside of it.
/// A byte order mark is passed over; the last line needs no end.
/// </summary>
internal static class Utf8Lines
{
    /// <summary>More than any sentence, and little enough for a file that has no lines.</summary>
    private const int Longest = 1 << 20;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The lines with their numbers, counted from 1, read while they are asked for.</summary>
    /// <exception cref="InvalidDataException">A line is too long for a text file's, or is not UTF-8.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IEnumerable<(int Number, string Text)> Of(string path)
    {
        using FileStream stream = File.OpenRead(path);
        byte[] buffer = new byte[Longest];
        int filled = 0;
        int number = 0;
        while (true)
        {
            int read = stream.Read(buffer, filled, buffer.Length - filled);
            filled += read;
            int start = 0;
            int length;
            while ((length = buffer.AsSpan(start, filled - start).IndexOf((byte)'\n')) >= 0)
            {
                number++;
                yield return (number, Decode(buffer.AsSpan(start, length), path, number));
                start += length + 1;
            }

            if (read == 0)
            {
                if (start < filled)
                {
                    number++;
                    yield return (number, Decode(buffer.AsSpan(start, filled - start), path, number));
                }

                yield break;
            }

            if (start == 0 && filled == buffer.Length)
            {
                throw new InvalidDataException($"'{path}', line {number + 1}: it has more than {Longest} bytes. This is no file of sentences.");
            }

            Buffer.BlockCopy(buffer, start, buffer, 0, filled - start);
            filled -= start;
        }
    }

    private static string Decode(ReadOnlySpan<byte> line, string path, int number)
    {
        if (number == 1 && line.StartsWith(Encoding.UTF8.Preamble))
        {
            line = line[Encoding.UTF8.Preamble.Length..];
        }

        if (line is [.., (byte)'\r'])
        {
            line = line[..^1];
        }

        try
        {
            return Strict.GetString(line);
        }
        catch (DecoderFallbackException problem)
        {
            throw new InvalidDataException($"'{path}', line {number}: it is not UTF-8 at byte {problem.Index + 1} of the line.", problem);
        }
    }
}
