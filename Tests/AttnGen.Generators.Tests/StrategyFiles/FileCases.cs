namespace AttnGen.Generators.Tests.StrategyFiles;

/// <summary>Wrong strategy files, each with one mistake.</summary>
internal static class FileCases
{
    public static FileCase[] All =>
    [
        new("ATG0501", "A comma or '}' is expected here.", """{ "model": "Application.Classifier" [|"|]strategies": { "A": { "tune": { "V": {} } } } }"""),
        new("ATG0501", "The key \"V\" is there twice.", Of("""{ "tune": { "V": {}, [|"V"|]: {} } }""")),
        new("ATG0501", "This is not closed: '}' is missing.", """[|{|] "model": "Application.Classifier", "strategies": { "A": { "tune": { "V": {} } } } """),
        new("ATG0501", "0x10 is not a number.", Of("""{ "tune": { "V": { "lrScale": [|0x10|] } } }""")),
        new("ATG0501", "fast is not a value; a text stands in double quotes.", Of("""{ "tune": { "V": { "lrScale": [|fast|] } } }""")),
        new("ATG0501", "The text has half a character: a surrogate without its other half.", """{ "$schema": [|"\ud800"|], "model": "Application.Classifier", "strategies": { "A": { "tune": { "V": {} } } } }"""),
        new("ATG0501", "There is more after the end of the value.", Of("""{ "tune": { "V": {} } }""") + "[|}|]"),
        new("ATG0502", "What \"V\" is tuned with has no key \"lrscale\". Did you mean \"lrScale\"? The keys are layers, lrScale, weightDecay.", Of("""{ "tune": { "V": { [|"lrscale"|]: 4 } } }""")),
        new("ATG0502", "\"tune\" has no key \"O\". The keys are K, Q, V.", Of("""{ "tune": { "V": {}, [|"O"|]: {} } }""")),
        new("ATG0502", "The strategy \"A\" has no key \"lor\". Did you mean \"lora\"? The keys are dora, freeze, grouping, head, lora, options, tune.", Of("""{ [|"lor"|]: { "rank": 2 }, "tune": { "V": {} } }""")),
        new("ATG0503", "\"lrScale\" is a number.", Of("""{ "tune": { "V": { "lrScale": [|"4"|] } } }""")),
        new("ATG0502", "\"head\" has no key \"lrscale\". Did you mean \"lrScale\"? The keys are lrScale, weightDecay.", Of("""{ "head": { [|"lrscale"|]: 4 } }""")),
        new("ATG0503", "\"head\" is an object in braces.", Of("""{ "tune": { "V": {} }, "head": [|2|] }""")),
        new("ATG0503", "\"rank\" is a whole number.", Of("""{ "lora": { "rank": [|2.5|] }, "tune": { "V": {} } }""")),
        new("ATG0503", "\"tune\" is an object in braces.", Of("""{ "tune": [|["V"]|] }""")),
        new("ATG0503", "What is frozen is \"Q\", \"K\", \"V\" or \"head\".", Of("""{ "tune": { "V": {} }, "freeze": [ [|"O"|] ] }""")),
        new("ATG0503", "\"kind\" is \"constant\", \"linear\" or \"cosine\".", Of("""{ "tune": { "V": {} }, "options": { "schedule": { "kind": [|"step"|] } } }""")),
        new("ATG0503", "\"total\" is a whole number.", Of("""{ "tune": { "V": {} }, "options": { "schedule": { "kind": "linear", "total": [|"1000"|], "warmUp": 100 } } }""")),
        new("ATG0503", "\"layers\" is a text in double quotes.", Of("""{ "tune": { "V": [ { "layers": [|4|] }, { "layers": "0-3" } ] } }""")),
        new("ATG0504", "LrScale is -4; it is a factor on the learning rate, positive and finite.", Of("""{ "tune": { "V": { "lrScale": [|-4|] } } }""")),
        new("ATG0504", "LrScale is Infinity; it is a factor on the learning rate, positive and finite.", Of("""{ "tune": { "V": { "lrScale": [|1e999|] } } }""")),
        new("ATG0504", "LrScale is 0; it is a factor on the learning rate, positive and finite.", Of("""{ "head": { "lrScale": [|0|] } }""")),
        new("ATG0504", "Rank is 0; it is at least 1 and at most the smaller side of the matrix.", Of("""{ "lora": { "rank": [|0|] }, "tune": { "V": {} } }""")),
        new("ATG0504", "Dropout is 1; it is a probability from 0 to below 1.", Of("""{ "dora": { "dropout": [|1|] }, "tune": { "V": {} } }""")),
        new("ATG0506", "The method is declared twice: \"lora\" and \"dora\". Remove one of the two.", Of("""{ [|"dora"|]: { "rank": 2 }, "lora": {}, "tune": { "V": {} } }""")),
        new("ATG0213", "The rank on 'A' is 9, and Attention.query is [4, 4]. A rank is at most the smaller side, 4.", Of("""{ "dora": { "rank": [|9|] }, "tune": { "Q": {} } }""")),
        new("ATG0504", "Layers is \"some\"; it is \"all\", \"last:\" and a number, or indices and ranges from 0 like \"0,2,4-6\".", Of("""{ "tune": { "V": { "layers": [|"some"|] } } }""")),
        new("ATG0504", "LearningRate is 0; it must be positive and finite.", Of("""{ "tune": { "V": {} }, "options": { "learningRate": [|0|] } }""")),
        new("ATG0504", "The warm-up of 10 updates does not end within the run of 10.", Of("""{ "tune": { "V": {} }, "options": { "schedule": { "kind": "linear", "total": 10, "warmUp": [|10|] } } }""")),
        new("ATG0505", "A strategy file has no \"model\".", """[|{|] "strategies": { "A": { "tune": { "V": {} } } } }"""),
        new("ATG0505", "The strategy \"A\" has no \"tune\".", Of("""[|{|] "lora": {} }""")),
        new("ATG0505", "\"V\" is tuned with an empty list. Give it an object, or one for each selection of layers.", Of("""{ "tune": { "V": [|[]|] } }""")),
        new("ATG0505", "The strategy \"A\" has no \"tune\".", Of("""[|{|] "freeze": ["head"] }""")),
        new("ATG0505", "\"schedule\" has no \"total\".", Of("""{ "tune": { "V": {} }, "options": { "schedule": [|{|] "kind": "cosine" } } }""")),
        new("ATG0506", "V is tuned and frozen. Remove one of the two.", Of("""{ "tune": { "V": {} }, "freeze": [ [|"V"|] ] }""")),
        new("ATG0506", "V is tuned twice in some layer. Give it one set of numbers, or disjoint layers.", Of("""{ "tune": { "V": [ { "layers": "0-2" }, [|{ "layers": "2" }|] ] } }""")),
        new("ATG0506", "The head is trained and frozen. Remove one of the two.", Of("""{ "tune": { "V": {} }, "head": { "lrScale": 2 }, "freeze": [ [|"head"|] ] }""")),
        new("ATG0503", "\"grouping\" is \"strict\" or \"paper\". Did you mean \"paper\"?", Of("""{ "tune": { "V": {} }, "grouping": [|"papers"|] }""")),
        new("ATG0506", "The paper's grouping has one set of numbers for each projection. Declare V once, for all layers.", Of("""{ "tune": { "V": { "layers": "last:1" } }, "grouping": [|"paper"|] }""")),
        new("ATG0506", "In the paper's grouping the head has no group: its weights train with K and its biases with V. Leave its LrScale (2) and WeightDecay at their defaults.", Of("""{ "tune": { "V": {} }, "head": { "lrScale": 2 }, "grouping": [|"paper"|] }""")),
        new("ATG0215", "'A': In the paper's grouping the head has no group: its weights train with K and its biases with V. Leave its LrScale (2) and WeightDecay at their defaults.", Of("""{ "tune": { "V": {} }, "grouping": [|"paper"|] }""")),
        new("ATG0506", "The head is frozen twice.", Of("""{ "tune": { "V": {} }, "freeze": [ "head", [|"head"|] ] }""")),
        new("ATG0506", "\"head\" has numbers, and 'Attention' has no head. Remove them, or mark a member of the model with [Head].", """{ "model": "Library.Attention", "strategies": { "A": { [|"head"|]: {} } } }"""),
        new("ATG0506", "\"use\" names \"B\", and \"strategies\" declares A.", """{ "model": "Application.Classifier", "use": [|"B"|], "strategies": { "A": { "tune": { "V": {} } } } }"""),
        new("ATG0507", "\"A-B\" is no name of a class: it begins with a letter, and has letters, digits and underscores.", Of("""{ "tune": { "V": {} } }""", "[|\"A-B\"|]")),
        new("ATG0507", "A strategy cannot be called Begin: its class has a member of that name.", Of("""{ "tune": { "V": {} } }""", "[|\"Begin\"|]")),
        new("ATG0209", "'A' declares [Lora], and tunes no projection, so that the head alone is trained. Add [Tune(...)] for a projection, or remove the declaration.", Of("""{ "lora": { "rank": 1 }, "head": {} }""", "[|\"A\"|]")),
        new("ATG0507", "'wrong.attngen.json' declares a strategy Application.Qv, which Application.QV differs from in case alone: their generated files would have one name. Give one of them another name, or a namespace of its own.",
            Of("""{ "tune": { "V": {} } }, [|"QV"|]: { "tune": { "V": {} } }""", "\"Qv\"")),
        new("ATG0507", "There is a type Application.Classifier already. Give the strategy another name, or say \"namespace\".", Of("""{ "tune": { "V": {} } }""", "[|\"Classifier\"|]")),
        new("ATG0508", "There is no class Application.Clasifier. \"model\" is the full name of a [TunableModule] class, with its namespace.", """{ "model": [|"Application.Clasifier"|], "strategies": { "A": { "tune": { "V": {} } } } }"""),
        new("ATG0508", "TorchSharp.Modules.Linear is no [TunableModule] class. Mark it, name another model, or declare one of another assembly by [assembly: TuneModel<Linear>].", """{ "model": [|"TorchSharp.Modules.Linear"|], "strategies": { "A": { "tune": { "V": {} } } } }"""),
        new("ATG0213", "The rank on 'A' is 9, and Attention.query is [4, 4]. A rank is at most the smaller side, 4.", Of("""{ "lora": { "rank": [|9|] }, "tune": { "Q": {} } }""")),
        new("ATG0212", "V is tuned in full at 4 times the base rate on 'A'. In the paper's Table 2 that collapsed (MNLI, 35 %). Use [Lora] or [Dora], or an LrScale below 4.", Of("""{ "tune": { [|"V"|]: { "lrScale": 4 } } }""")),
        new("ATG0505", "\"sweep\" has no \"tasks\".", Swept("""[|{|] "learningRates": [1e-3] }""")),
        new("ATG0505", "\"learningRates\" of \"sweep\" is an empty list: there is nothing to run. It has numbers: [1e-4, 3e-4].", Swept("""{ "tasks": ["a"], "learningRates": [|[]|] }""")),
        new("ATG0502", "\"sweep\" has no key \"seed\". Did you mean \"seeds\"? The keys are lambdas, learningRates, ranks, seeds, strategies, tasks.", Swept("""{ "tasks": ["a"], "learningRates": [1e-3], [|"seed"|]: [1] }""")),
        new("ATG0503", "\"tasks\" is a list of texts: [\"SST-2\", \"RTE\"].", Swept("""{ "tasks": [|"a"|], "learningRates": [1e-3] }""")),
        new("ATG0503", "A task is a text in double quotes, as the program names it.", Swept("""{ "tasks": ["a", [|" "|]], "learningRates": [1e-3] }""")),
        new("ATG0503", "An item of \"ranks\" is a whole number.", Swept("""{ "tasks": ["a"], "learningRates": [1e-3], "ranks": [1, [|1.5|]] }""")),
        new("ATG0503", "A strategy of the sweep is the name of one, in double quotes.", Swept("""{ "tasks": ["a"], "learningRates": [1e-3], "strategies": [ [|{ "lora": {} }|] ] }""")),
        new("ATG0504", "LearningRate is 0; it must be positive and finite.", Swept("""{ "tasks": ["a"], "learningRates": [1e-3, [|0|]] }""")),
        new("ATG0504", "LrScale is -4; it is a factor on the learning rate, positive and finite.", Swept("""{ "tasks": ["a"], "learningRates": [1e-3], "lambdas": [1, [|-4|]] }""")),
        new("ATG0504", "Rank is 0; it is at least 1 and at most the smaller side of the matrix.", Swept("""{ "tasks": ["a"], "learningRates": [1e-3], "ranks": [[|0|]] }""")),
        new("ATG0506", "\"tasks\" has a twice. Remove one of the two.", Swept("""{ "tasks": ["a", "b", [|"a"|]], "learningRates": [1e-3] }""")),
        new("ATG0506", "\"lambdas\" has 4.0 twice. Remove one of the two.", Swept("""{ "tasks": ["a"], "learningRates": [1e-3], "lambdas": [4, [|4.0|]] }""")),
        new("ATG0506", "\"strategies\" has Qv twice. Remove one of the two.", Swept("""{ "tasks": ["a"], "learningRates": [1e-3], "strategies": ["Qv", [|"Qv"|]] }""")),
        new("ATG0506", "The sweep names \"Qw\", and \"strategies\" declares Qv, Keys.", Swept("""{ "tasks": ["a"], "learningRates": [1e-3], "strategies": ["Qv", [|"Qw"|]] }""")),
        new("ATG0506", "\"ranks\" are those of adapters, and no strategy of the sweep has any. Give one \"lora\" or \"dora\", or remove them.", Swept("""{ "tasks": ["a"], "learningRates": [1e-3], "strategies": ["Keys"], [|"ranks"|]: [1] }""")),
        new("ATG0506", "\"lambdas\" are factors on V's rate, and no strategy of the sweep tunes V. Tune it in one, or remove them.", Swept("""{ "tasks": ["a"], "learningRates": [1e-3], "strategies": ["Keys"], [|"lambdas"|]: [4] }""")),
        new("ATG0213", "The rank on 'Qv' is 9, and Attention.query is [4, 4]. A rank is at most the smaller side, 4.", Swept("""{ "tasks": ["a"], "learningRates": [1e-3], "ranks": [1, [|9|]] }""")),
    ];

    /// <summary>A file of two strategies, one with adapters and V and one without, and a sweep.</summary>
    private static string Swept(string sweep) =>
        $$"""{ "model": "Application.Classifier", "strategies": { "Qv": { "lora": { "rank": 1 }, "tune": { "Q": {}, "V": { "lrScale": 4 } } }, "Keys": { "tune": { "K": {} } } }, "sweep": {{sweep}} }""";

    /// <summary>A file of one strategy for the classifier.</summary>
    public static string Of(string strategy, string name = "\"A\"") =>
        $$"""{ "model": "Application.Classifier", "strategies": { {{name}}: {{strategy}} } }""";
}
