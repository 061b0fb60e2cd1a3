using System.Globalization;
using AttnGen.Training.Tests.Support;

namespace AttnGen.Training.Tests.Glue;

public sealed class GlueTsvTests : IDisposable
{
    private readonly GlueFiles files = new();

    public static TheoryData<string, string, string, string?, string> Formats => new()
    {
        { "CoLA", "gj04\t0\t*\tThe book red.", "The book red.", null, "0" },
        { "SST-2", "sentence\tlabel\ngood fun . \t1", "good fun . ", null, "1" },
        { "SST-2", "label\tsentence\n0\tno fun", "no fun", null, "0" },
        { "SST-2", "label\tcontent\n1\tgood fun", "good fun", null, "1" },
        { "MRPC", "Quality\t#1 ID\t#2 ID\t#1 String\t#2 String\n1\t22\t33\tHe ran .\tHe was running .", "He ran .", "He was running .", "1" },
        { "STS-B", "index\tgenre\tfilename\tyear\told_index\tsource1\tsource2\tsentence1\tsentence2\tscore\n0\tnews\tf\t2012test\t0000\tnone\tnone\tA man.\tA boy.\t2.750", "A man.", "A boy.", "2.75" },
        { "QQP", "id\tqid1\tqid2\tquestion1\tquestion2\tis_duplicate\n7\t1\t2\tWhy?\tHow so?\t0", "Why?", "How so?", "0" },
        {
            "MNLI",
            "index\tpromptID\tpairID\tgenre\tsentence1_binary_parse\tsentence2_binary_parse\tsentence1_parse\tsentence2_parse\tsentence1\tsentence2\tlabel1\tgold_label\n"
            + "0\t1\t1n\tfiction\t( A )\t( B )\t(ROOT A)\t(ROOT B)\tIt rains.\tIt is dry.\tneutral\tcontradiction",
            "It rains.", "It is dry.", "2"
        },
        { "QNLI", "index\tquestion\tsentence\tlabel\n0\tWho?\tShe did.\tentailment", "Who?", "She did.", "0" },
        { "RTE", "index\tsentence1\tsentence2\tlabel\n0\tIt rains.\tIt is dry.\tnot_entailment", "It rains.", "It is dry.", "1" },
    };

    public static TheoryData<string, string, string> Faults => new()
    {
        { "RTE", "index\tsentence1\tsentence2\tlabel\n0\ta\tb\tentailment\n1\ta\tnot_entailment\n", "line 3: it has 3 fields instead of the 4 of RTE: index, sentence1, sentence2, label." },
        { "RTE", "index\tsentence1\tsentence2\tlabel\n0\ta\tb\tc\tentailment\n", "line 2: it has 5 fields instead of the 4 of RTE" },
        { "RTE", "index\tsentence1\tsentence2\tlabel\n\n0\ta\tb\tEntailment\n", "line 3: the label 'Entailment' is none of entailment, not_entailment." },
        { "RTE", "index\tsentence1\tsentence2\n0\ta\tb\n", "line 1: the columns of RTE are 'sentence1', 'sentence2', 'label' among others, but there is no 'label' among 'index', 'sentence1', 'sentence2'. GLUE's test parts have no labels." },
        { "QNLI", "index\tsentence1\tsentence2\tlabel\n0\ta\tb\tentailment\n", "line 1: the columns of QNLI are 'question', 'sentence', 'label' among others, but there is no 'question'" },
        { "QQP", "index\tquestion\tsentence\tlabel\n", "there is no 'is_duplicate'" },
        { "CoLA", "index\tsentence\n0\tA book.\n", "line 1: it has 2 fields instead of the 4 of CoLA: source, label, mark, sentence." },
        { "CoLA", "gj04\t2\t\tA book.\n", "line 1: the label '2' is none of 0, 1." },
        { "SST-2", "sentence\tlabel\nfun\n", "line 2: it has 1 field instead of the 2 of SST-2: sentence, label." },
        { "SST-2", "sentence\tlabel\nfun\t\n", "line 2: the label '' is none of 0, 1." },
        { "SST-2", "sentence\tlabel\n\t\n", "line 2: the label '' is none of 0, 1." },
        { "STS-B", "sentence1\tsentence2\tscore\na\tb\t5.001\n", "line 2: the score '5.001' is no number from 0 to 5." },
        { "STS-B", "sentence1\tsentence2\tscore\na\tb\tNaN\n", "line 2: the score 'NaN' is no number from 0 to 5." },
        { "STS-B", "sentence1\tsentence2\tscore\na\tb\t2,5\n", "line 2: the score '2,5' is no number from 0 to 5." },
        { "SST-2", "", "has no example of SST-2." },
        { "SST-2", "sentence\tlabel\n", "has no example of SST-2." },
        { "QQP", "id\tqid1\tqid2\tquestion1\tquestion2\tis_duplicate\n7\t1\t2\tWhy?\n", "has no example of QQP: 1 were left out, the first in line 2." },
    };

    public void Dispose() => files.Dispose();

    [Theory]
    [MemberData(nameof(Formats))]
    public void Each_task_has_its_columns(string name, string text, string first, string? second, string label)
    {
        GlueTask task = GlueTask.Parse(name);
        GlueExample expected = new(first, second, Label(task, label));
        // With and without an end of the last line, a byte order mark, carriage returns, blank lines; and in another culture.
        foreach (string variant in new[] { text, text + "\n", "\ufeff" + text, text.ReplaceLineEndings("\r\n") + "\r\n", text + "\n\n  \n" })
        {
            GlueSet set = Cultures.In("de-DE", () => task.ReadFile(files.Write("part.tsv", variant)));
            Assert.Equal([expected], set);
            Assert.Empty(set.LeftOut);
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void What_is_wrong_is_said_with_the_file_and_the_line(string name, string text, string problem)
    {
        string path = files.Write("part.tsv", text);
        string message = Assert.Throws<InvalidDataException>(() => GlueTask.Parse(name).ReadFile(path)).Message;
        Assert.StartsWith($"'{path}'", message, StringComparison.Ordinal);
        Assert.Contains(problem, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_quotation_mark_and_a_carriage_return_are_characters()
    {
        GlueSet set = GlueTask.Rte.ReadFile(files.Write(
            "train.tsv", "index\tsentence1\tsentence2\tlabel\n0\t\"Open\tnever \"closed\"\tentailment\n1\ta\rb\u2028c\u0085d\t'\tnot_entailment\n2\t\"\t\"\"\tentailment"));
        Assert.Equal([("\"Open", "never \"closed\""), ("a\rb\u2028c\u0085d", "'"), ("\"", "\"\"")], set.Select(example => (example.First, example.Second)));
    }

    [Fact]
    public void Broken_lines_of_QQP_are_left_out_and_counted()
    {
        GlueSet set = GlueTask.Qqp.ReadFile(files.Write(
            "train.tsv", "id\tqid1\tqid2\tquestion1\tquestion2\tis_duplicate\n0\t1\t2\tWhy?\tHow?\t1\n1\t3\t4\tWho\nis it?\tWho?\t1\n2\t5\t6\t\tWhat?\t0\n"));
        Assert.Equal([("Why?", "How?", 1), ("", "What?", 0)], set.Select(example => (example.First, example.Second!, example.Label.Class)));
        Assert.Equal([3, 4], set.LeftOut);
    }

    [Fact]
    public void Pairs_of_MNLI_without_a_gold_label_are_left_out_and_counted()
    {
        GlueSet set = GlueTask.Mnli.ReadFile(files.Write("dev_matched.tsv", "index\tsentence1\tsentence2\tlabel1\tgold_label\n0\ta\tb\tneutral\t-\n1\tc\td\tentailment\tneutral\n"));
        Assert.Equal([new GlueExample("c", "d", 1)], set);
        Assert.Equal([2], set.LeftOut);
        string path = files.Write("train.tsv", "index\tsentence1\tsentence2\tlabel\n0\ta\tb\t-\n");
        Assert.Contains("the label '-' is none of", Assert.Throws<InvalidDataException>(() => GlueTask.Rte.ReadFile(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_text_is_refused()
    {
        string latin = files.Write("latin.tsv", [.. "sentence\tlabel\nfun\t1\ncaf"u8, 0xe9, .. "\t1\n"u8]);
        Assert.Equal($"'{latin}', line 3: it is not UTF-8 at byte 4 of the line.", Assert.Throws<InvalidDataException>(() => GlueTask.Sst2.ReadFile(latin)).Message);
        string endless = files.Write("endless.tsv", new byte[(1 << 20) + 1]);
        Assert.Contains("line 1: it has more than 1048576 bytes", Assert.Throws<InvalidDataException>(() => GlueTask.Sst2.ReadFile(endless)).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => GlueTask.Sst2.ReadFile(Path.Combine(files.Root, "none.tsv")));
        Assert.Throws<UnauthorizedAccessException>(() => GlueTask.Sst2.ReadFile(files.Root));
    }

    /// <summary>Longer than the reader's buffer, so that lines lie across its ends.</summary>
    [Fact]
    public void A_large_file_is_read_line_by_line()
    {
        string[] sentences = [.. Enumerable.Range(0, 60_000).Select(i => $"{i} {new string('é', i % 61)}")];
        string path = files.Write("train.tsv", "sentence\tlabel\r\n" + string.Concat(sentences.Select((sentence, i) => $"{sentence}\t{i % 2}{(i % 3 == 0 ? "\r\n" : "\n")}")));
        Assert.True(new FileInfo(path).Length > 3 << 20);
        GlueSet set = GlueTask.Sst2.ReadFile(path);
        Assert.Equal(sentences, set.Select(example => example.First));
        Assert.Equal(30_000, set.Count(example => example.Label.Class == 1));
    }

    // Not by a conditional of an int and a float, which would be a float.
    private static Label Label(GlueTask task, string text) => task.Classes is null
        ? Training.Label.OfScore(float.Parse(text, CultureInfo.InvariantCulture))
        : Training.Label.OfClass(int.Parse(text, CultureInfo.InvariantCulture));
}
