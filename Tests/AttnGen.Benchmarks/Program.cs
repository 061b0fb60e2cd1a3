using System.CommandLine;
using AttnGen.Benchmarks;

var root = new RootCommand("Measurements of AttnGen, each with a committed result.") { GeneratorCost.Command(), Fuzzing.Sources(), Fuzzing.Files(), Kills.Command() };
return await root.Parse(args).InvokeAsync();
