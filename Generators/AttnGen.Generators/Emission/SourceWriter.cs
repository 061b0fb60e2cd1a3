using System;
using System.Text;

namespace AttnGen.Generators.Emission;

/// <summary>Text with indentation; lines end with '\n' on every system.</summary>
internal sealed class SourceWriter
{
    private readonly StringBuilder text = new();
    private int depth;

    /// <summary>Writes one line, or several given as one string, at the current depth.</summary>
    public SourceWriter Lines(string lines)
    {
        foreach (var line in lines.Split('\n'))
        {
            var content = line.TrimEnd('\r');
            text.Append(' ', content.Length == 0 ? 0 : depth * 4).Append(content).Append('\n');
        }

        return this;
    }

    public SourceWriter Blank() => Lines("");

    public SourceWriter Open()
    {
        Lines("{");
        depth++;
        return this;
    }

    public SourceWriter Close(string after = "")
    {
        depth--;
        return Lines("}" + after);
    }

    /// <summary>Writes a part between braces, and what stands after the closing one.</summary>
    public SourceWriter Block(string head, Action inner, string after = "")
    {
        Lines(head).Open();
        inner();
        return Close(after);
    }

    public override string ToString() => text.ToString();
}
