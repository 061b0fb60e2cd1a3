namespace AttnGen.Training.Tests.Glue;

public sealed class GlueJsonTests : IDisposable
{
    private readonly GlueFiles files = new();

    public static TheoryData<string, string, string> Faults => new()
    {
        { "RTE", """{ "0": { "text_a": "a", "text_b": "b", "label": "entailment" }, "17": { "text_a": "a", "text_b": null, "label": "entailment" } }""", "entry \"17\": it has no text 'text_b', but RTE is a task of pairs." },
        { "SST-2", """{ "0": { "text_a": "a", "text_b": "b", "label": "1" } }""", "entry \"0\": it has a 'text_b', but SST-2 is a task of single sentences." },
        { "SST-2", """{ "0": { "text_a": "a", "text_b": null, "label": "2" } }""", "entry \"0\": the label '2' is none of 0, 1." },
        { "SST-2", """{ "0": { "text_a": "a", "text_b": null } }""", "entry \"0\": it has no text 'label'." },
        { "SST-2", """{ "0": { "text_a": 3, "label": "1" } }""", "entry \"0\": it has no text 'text_a'." },
        { "SST-2", """{ "0": { "text_a": "\ud800", "label": "1" } }""", "entry \"0\": it has no text 'text_a'." },
        { "SST-2", """{ "0": ["a", "1"] }""", "entry \"0\": it is no object, but of kind Array." },
        { "SST-2", """[{ "text_a": "a", "label": "1" }]""", "is not a JSON object of entries { \"text_a\", \"text_b\", \"label\" }, but of kind Array." },
        { "SST-2", "{\n  \"0\": { \"text_a\": \"a\",\n", "line 3: it is no JSON: " },
        { "SST-2", "", "line 1: it is no JSON: " },
        { "SST-2", "{}", "has no example of SST-2." },
        { "STS-B", """{ "0": { "text_a": "a", "text_b": "b", "label": "-0.1" } }""", "entry \"0\": the score '-0.1' is no number from 0 to 5." },
    };

    public void Dispose() => files.Dispose();

    [Fact]
    public void Entries_come_in_the_order_of_the_file()
    {
        GlueSet pairs = GlueTask.Mnli.ReadFile(files.Write("subset_train.json", """
            {
                "10": { "text_a": "It \"rains\".", "text_b": "", "label": "neutral" },
                "9": { "text_a": "\u00c9t\u00e9", "text_b": "c", "label": "contradiction" }
            }
            """));
        Assert.Equal([new GlueExample("It \"rains\".", "", 1), new GlueExample("Été", "c", 2)], pairs);
        Assert.Empty(pairs.LeftOut);

        Assert.Equal([new GlueExample("a", null, 1), new GlueExample("b", null, 0)], GlueTask.Cola.ReadFile(files.Write("subset_dev.json", """
            { "0": { "text_a": "a", "text_b": null, "label": "1" }, "1": { "text_a": "b", "label": "0" } }
            """)));
        Assert.Equal([new GlueExample("a", "b", 4f), new GlueExample("c", "d", 0.25f)], GlueTask.StsB.ReadFile(files.Write("subset_dev.JSON", """
            { "0": { "text_a": "a", "text_b": "b", "label": "4" }, "1": { "text_a": "c", "text_b": "d", "label": "0.250" } }
            """)));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void What_is_wrong_is_said_with_the_file_and_the_entry(string name, string text, string problem)
    {
        string path = files.Write("subset_train.json", text);
        string message = Assert.Throws<InvalidDataException>(() => GlueTask.Parse(name).ReadFile(path)).Message;
        Assert.StartsWith($"'{path}'", message, StringComparison.Ordinal);
        Assert.Contains(problem, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_too_large_for_a_sample_is_not_read()
    {
        string path = files.Write("subset_train.json", "");
        using (FileStream stream = File.OpenWrite(path))
        {
            stream.SetLength(300_000_001);
        }

        Assert.Equal($"'{path}' has 300000001 bytes, and a sample of GLUE has no more than 300000000.", Assert.Throws<InvalidDataException>(() => GlueTask.Rte.ReadFile(path)).Message);
    }
}
