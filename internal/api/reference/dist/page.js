(()=>{var bs=Object.create;var Vr=Object.defineProperty;var ys=Object.getOwnPropertyDescriptor;var xs=Object.getOwnPropertyNames;var vs=Object.getPrototypeOf,$s=Object.prototype.hasOwnProperty;var ae=(r,e)=>()=>{try{return e||r((e={exports:{}}).exports,e),e.exports}catch(t){throw e=0,t}};var ws=(r,e,t,a)=>{if(e&&typeof e=="object"||typeof e=="function")for(let s of xs(e))!$s.call(r,s)&&s!==t&&Vr(r,s,{get:()=>e[s],enumerable:!(a=ys(e,s))||a.enumerable});return r};var Ve=(r,e,t)=>(t=r!=null?bs(vs(r)):{},ws(e||!r||!r.__esModule?Vr(t,"default",{value:r,enumerable:!0}):t,r));var Bt=ae((ln,Pt)=>{var Xs=typeof window<"u"?window:typeof WorkerGlobalScope<"u"&&self instanceof WorkerGlobalScope?self:{};var A=(function(r){var e=/(?:^|\s)lang(?:uage)?-([\w-]+)(?=\s|$)/i,t=0,a={},s={manual:r.Prism&&r.Prism.manual,disableWorkerMessageHandler:r.Prism&&r.Prism.disableWorkerMessageHandler,util:{encode:function g(f){return f instanceof i?new i(f.type,g(f.content),f.alias):Array.isArray(f)?f.map(g):f.replace(/&/g,"&amp;").replace(/</g,"&lt;").replace(/\u00a0/g," ")},type:function(g){return Object.prototype.toString.call(g).slice(8,-1)},objId:function(g){return g.__id||Object.defineProperty(g,"__id",{value:++t}),g.__id},clone:function g(f,y){y=y||{};var $,b;switch(s.util.type(f)){case"Object":if(b=s.util.objId(f),y[b])return y[b];$={},y[b]=$;for(var x in f)f.hasOwnProperty(x)&&($[x]=g(f[x],y));return $;case"Array":return b=s.util.objId(f),y[b]?y[b]:($=[],y[b]=$,f.forEach(function(S,k){$[k]=g(S,y)}),$);default:return f}},getLanguage:function(g){for(;g;){var f=e.exec(g.className);if(f)return f[1].toLowerCase();g=g.parentElement}return"none"},setLanguage:function(g,f){g.className=g.className.replace(RegExp(e,"gi"),""),g.classList.add("language-"+f)},currentScript:function(){if(typeof document>"u")return null;if(document.currentScript&&document.currentScript.tagName==="SCRIPT")return document.currentScript;try{throw new Error}catch($){var g=(/at [^(\r\n]*\((.*):[^:]+:[^:]+\)$/i.exec($.stack)||[])[1];if(g){var f=document.getElementsByTagName("script");for(var y in f)if(f[y].src==g)return f[y]}return null}},isActive:function(g,f,y){for(var $="no-"+f;g;){var b=g.classList;if(b.contains(f))return!0;if(b.contains($))return!1;g=g.parentElement}return!!y}},languages:{plain:a,plaintext:a,text:a,txt:a,extend:function(g,f){var y=s.util.clone(s.languages[g]);for(var $ in f)y[$]=f[$];return y},insertBefore:function(g,f,y,$){$=$||s.languages;var b=$[g],x={};for(var S in b)if(b.hasOwnProperty(S)){if(S==f)for(var k in y)y.hasOwnProperty(k)&&(x[k]=y[k]);y.hasOwnProperty(S)||(x[S]=b[S])}var C=$[g];return $[g]=x,s.languages.DFS(s.languages,function(z,H){H===C&&z!=g&&(this[z]=x)}),x},DFS:function g(f,y,$,b){b=b||{};var x=s.util.objId;for(var S in f)if(f.hasOwnProperty(S)){y.call(f,S,f[S],$||S);var k=f[S],C=s.util.type(k);C==="Object"&&!b[x(k)]?(b[x(k)]=!0,g(k,y,null,b)):C==="Array"&&!b[x(k)]&&(b[x(k)]=!0,g(k,y,S,b))}}},plugins:{},highlightAll:function(g,f){s.highlightAllUnder(document,g,f)},highlightAllUnder:function(g,f,y){var $={callback:y,container:g,selector:'code[class*="language-"], [class*="language-"] code, code[class*="lang-"], [class*="lang-"] code'};s.hooks.run("before-highlightall",$),$.elements=Array.prototype.slice.apply($.container.querySelectorAll($.selector)),s.hooks.run("before-all-elements-highlight",$);for(var b=0,x;x=$.elements[b++];)s.highlightElement(x,f===!0,$.callback)},highlightElement:function(g,f,y){var $=s.util.getLanguage(g),b=s.languages[$];s.util.setLanguage(g,$);var x=g.parentElement;x&&x.nodeName.toLowerCase()==="pre"&&s.util.setLanguage(x,$);var S=g.textContent,k={element:g,language:$,grammar:b,code:S};function C(H){k.highlightedCode=H,s.hooks.run("before-insert",k),k.element.innerHTML=k.highlightedCode,s.hooks.run("after-highlight",k),s.hooks.run("complete",k),y&&y.call(k.element)}if(s.hooks.run("before-sanity-check",k),x=k.element.parentElement,x&&x.nodeName.toLowerCase()==="pre"&&!x.hasAttribute("tabindex")&&x.setAttribute("tabindex","0"),!k.code){s.hooks.run("complete",k),y&&y.call(k.element);return}if(s.hooks.run("before-highlight",k),!k.grammar){C(s.util.encode(k.code));return}if(f&&r.Worker){var z=new Worker(s.filename);z.onmessage=function(H){C(H.data)},z.postMessage(JSON.stringify({language:k.language,code:k.code,immediateClose:!0}))}else C(s.highlight(k.code,k.grammar,k.language))},highlight:function(g,f,y){var $={code:g,grammar:f,language:y};if(s.hooks.run("before-tokenize",$),!$.grammar)throw new Error('The language "'+$.language+'" has no grammar.');return $.tokens=s.tokenize($.code,$.grammar),s.hooks.run("after-tokenize",$),i.stringify(s.util.encode($.tokens),$.language)},tokenize:function(g,f){var y=f.rest;if(y){for(var $ in y)f[$]=y[$];delete f.rest}var b=new l;return p(b,b.head,g),c(g,b,f,b.head,0),u(b)},hooks:{all:{},add:function(g,f){var y=s.hooks.all;y[g]=y[g]||[],y[g].push(f)},run:function(g,f){var y=s.hooks.all[g];if(!(!y||!y.length))for(var $=0,b;b=y[$++];)b(f)}},Token:i};r.Prism=s;function i(g,f,y,$){this.type=g,this.content=f,this.alias=y,this.length=($||"").length|0}i.stringify=function g(f,y){if(typeof f=="string")return f;if(Array.isArray(f)){var $="";return f.forEach(function(C){$+=g(C,y)}),$}var b={type:f.type,content:g(f.content,y),tag:"span",classes:["token",f.type],attributes:{},language:y},x=f.alias;x&&(Array.isArray(x)?Array.prototype.push.apply(b.classes,x):b.classes.push(x)),s.hooks.run("wrap",b);var S="";for(var k in b.attributes)S+=" "+k+'="'+(b.attributes[k]||"").replace(/"/g,"&quot;")+'"';return"<"+b.tag+' class="'+b.classes.join(" ")+'"'+S+">"+b.content+"</"+b.tag+">"};function n(g,f,y,$){g.lastIndex=f;var b=g.exec(y);if(b&&$&&b[1]){var x=b[1].length;b.index+=x,b[0]=b[0].slice(x)}return b}function c(g,f,y,$,b,x){for(var S in y)if(!(!y.hasOwnProperty(S)||!y[S])){var k=y[S];k=Array.isArray(k)?k:[k];for(var C=0;C<k.length;++C){if(x&&x.cause==S+","+C)return;var z=k[C],H=z.inside,G=!!z.lookbehind,Y=!!z.greedy,Q=z.alias;if(Y&&!z.pattern.global){var L=z.pattern.toString().match(/[imsuy]*$/)[0];z.pattern=RegExp(z.pattern.source,L+"g")}for(var ee=z.pattern||z,O=$.next,V=b;O!==f.tail&&!(x&&V>=x.reach);V+=O.value.length,O=O.next){var se=O.value;if(f.length>g.length)return;if(!(se instanceof i)){var xe=1,q;if(Y){if(q=n(ee,V,g,G),!q||q.index>=g.length)break;var bt=q.index,ie=q.index+q[0].length,j=V;for(j+=O.value.length;bt>=j;)O=O.next,j+=O.value.length;if(j-=O.value.length,V=j,O.value instanceof i)continue;for(var ve=O;ve!==f.tail&&(j<ie||typeof ve.value=="string");ve=ve.next)xe++,j+=ve.value.length;xe--,se=g.slice(V,j),q.index-=V}else if(q=n(ee,0,se,G),!q)continue;var bt=q.index,yt=q[0],nr=se.slice(0,bt),Wr=se.slice(bt+yt.length),or=V+se.length;x&&or>x.reach&&(x.reach=or);var xt=O.prev;nr&&(xt=p(f,xt,nr),V+=nr.length),m(f,xt,xe);var gs=new i(S,H?s.tokenize(yt,H):yt,Q,yt);if(O=p(f,xt,gs),Wr&&p(f,O,Wr),xe>1){var lr={cause:S+","+C,reach:or};c(g,f,y,O.prev,V,lr),x&&lr.reach>x.reach&&(x.reach=lr.reach)}}}}}}function l(){var g={value:null,prev:null,next:null},f={value:null,prev:g,next:null};g.next=f,this.head=g,this.tail=f,this.length=0}function p(g,f,y){var $=f.next,b={value:y,prev:f,next:$};return f.next=b,$.prev=b,g.length++,b}function m(g,f,y){for(var $=f.next,b=0;b<y&&$!==g.tail;b++)$=$.next;f.next=$,$.prev=f,g.length-=b}function u(g){for(var f=[],y=g.head.next;y!==g.tail;)f.push(y.value),y=y.next;return f}if(!r.document)return r.addEventListener&&(s.disableWorkerMessageHandler||r.addEventListener("message",function(g){var f=JSON.parse(g.data),y=f.language,$=f.code,b=f.immediateClose;r.postMessage(s.highlight($,s.languages[y],y)),b&&r.close()},!1)),s;var h=s.util.currentScript();h&&(s.filename=h.src,h.hasAttribute("data-manual")&&(s.manual=!0));function d(){s.manual||s.highlightAll()}if(!s.manual){var v=document.readyState;v==="loading"||v==="interactive"&&h&&h.defer?document.addEventListener("DOMContentLoaded",d):window.requestAnimationFrame?window.requestAnimationFrame(d):window.setTimeout(d,16)}return s})(Xs);typeof Pt<"u"&&Pt.exports&&(Pt.exports=A);typeof global<"u"&&(global.Prism=A);A.languages.markup={comment:{pattern:/<!--(?:(?!<!--)[\s\S])*?-->/,greedy:!0},prolog:{pattern:/<\?[\s\S]+?\?>/,greedy:!0},doctype:{pattern:/<!DOCTYPE(?:[^>"'[\]]|"[^"]*"|'[^']*')+(?:\[(?:[^<"'\]]|"[^"]*"|'[^']*'|<(?!!--)|<!--(?:[^-]|-(?!->))*-->)*\]\s*)?>/i,greedy:!0,inside:{"internal-subset":{pattern:/(^[^\[]*\[)[\s\S]+(?=\]>$)/,lookbehind:!0,greedy:!0,inside:null},string:{pattern:/"[^"]*"|'[^']*'/,greedy:!0},punctuation:/^<!|>$|[[\]]/,"doctype-tag":/^DOCTYPE/i,name:/[^\s<>'"]+/}},cdata:{pattern:/<!\[CDATA\[[\s\S]*?\]\]>/i,greedy:!0},tag:{pattern:/<\/?(?!\d)[^\s>\/=$<%]+(?:\s(?:\s*[^\s>\/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s'">=]+(?=[\s>]))|(?=[\s/>])))+)?\s*\/?>/,greedy:!0,inside:{tag:{pattern:/^<\/?[^\s>\/]+/,inside:{punctuation:/^<\/?/,namespace:/^[^\s>\/:]+:/}},"special-attr":[],"attr-value":{pattern:/=\s*(?:"[^"]*"|'[^']*'|[^\s'">=]+)/,inside:{punctuation:[{pattern:/^=/,alias:"attr-equals"},{pattern:/^(\s*)["']|["']$/,lookbehind:!0}]}},punctuation:/\/?>/,"attr-name":{pattern:/[^\s>\/]+/,inside:{namespace:/^[^\s>\/:]+:/}}}},entity:[{pattern:/&[\da-z]{1,8};/i,alias:"named-entity"},/&#x?[\da-f]{1,8};/i]};A.languages.markup.tag.inside["attr-value"].inside.entity=A.languages.markup.entity;A.languages.markup.doctype.inside["internal-subset"].inside=A.languages.markup;A.hooks.add("wrap",function(r){r.type==="entity"&&(r.attributes.title=r.content.replace(/&amp;/,"&"))});Object.defineProperty(A.languages.markup.tag,"addInlined",{value:function(e,t){var a={};a["language-"+t]={pattern:/(^<!\[CDATA\[)[\s\S]+?(?=\]\]>$)/i,lookbehind:!0,inside:A.languages[t]},a.cdata=/^<!\[CDATA\[|\]\]>$/i;var s={"included-cdata":{pattern:/<!\[CDATA\[[\s\S]*?\]\]>/i,inside:a}};s["language-"+t]={pattern:/[\s\S]+/,inside:A.languages[t]};var i={};i[e]={pattern:RegExp(/(<__[^>]*>)(?:<!\[CDATA\[(?:[^\]]|\](?!\]>))*\]\]>|(?!<!\[CDATA\[)[\s\S])*?(?=<\/__>)/.source.replace(/__/g,function(){return e}),"i"),lookbehind:!0,greedy:!0,inside:s},A.languages.insertBefore("markup","cdata",i)}});Object.defineProperty(A.languages.markup.tag,"addAttribute",{value:function(r,e){A.languages.markup.tag.inside["special-attr"].push({pattern:RegExp(/(^|["'\s])/.source+"(?:"+r+")"+/\s*=\s*(?:"[^"]*"|'[^']*'|[^\s'">=]+(?=[\s>]))/.source,"i"),lookbehind:!0,inside:{"attr-name":/^[^\s=]+/,"attr-value":{pattern:/=[\s\S]+/,inside:{value:{pattern:/(^=\s*(["']|(?!["'])))\S[\s\S]*(?=\2$)/,lookbehind:!0,alias:[e,"language-"+e],inside:A.languages[e]},punctuation:[{pattern:/^=/,alias:"attr-equals"},/"|'/]}}}})}});A.languages.html=A.languages.markup;A.languages.mathml=A.languages.markup;A.languages.svg=A.languages.markup;A.languages.xml=A.languages.extend("markup",{});A.languages.ssml=A.languages.xml;A.languages.atom=A.languages.xml;A.languages.rss=A.languages.xml;(function(r){var e=/(?:"(?:\\(?:\r\n|[\s\S])|[^"\\\r\n])*"|'(?:\\(?:\r\n|[\s\S])|[^'\\\r\n])*')/;r.languages.css={comment:/\/\*[\s\S]*?\*\//,atrule:{pattern:RegExp("@[\\w-](?:"+/[^;{\s"']|\s+(?!\s)/.source+"|"+e.source+")*?"+/(?:;|(?=\s*\{))/.source),inside:{rule:/^@[\w-]+/,"selector-function-argument":{pattern:/(\bselector\s*\(\s*(?![\s)]))(?:[^()\s]|\s+(?![\s)])|\((?:[^()]|\([^()]*\))*\))+(?=\s*\))/,lookbehind:!0,alias:"selector"},keyword:{pattern:/(^|[^\w-])(?:and|not|only|or)(?![\w-])/,lookbehind:!0}}},url:{pattern:RegExp("\\burl\\((?:"+e.source+"|"+/(?:[^\\\r\n()"']|\\[\s\S])*/.source+")\\)","i"),greedy:!0,inside:{function:/^url/i,punctuation:/^\(|\)$/,string:{pattern:RegExp("^"+e.source+"$"),alias:"url"}}},selector:{pattern:RegExp(`(^|[{}\\s])[^{}\\s](?:[^{};"'\\s]|\\s+(?![\\s{])|`+e.source+")*(?=\\s*\\{)"),lookbehind:!0},string:{pattern:e,greedy:!0},property:{pattern:/(^|[^-\w\xA0-\uFFFF])(?!\s)[-_a-z\xA0-\uFFFF](?:(?!\s)[-\w\xA0-\uFFFF])*(?=\s*:)/i,lookbehind:!0},important:/!important\b/i,function:{pattern:/(^|[^-a-z0-9])[-a-z0-9]+(?=\()/i,lookbehind:!0},punctuation:/[(){};:,]/},r.languages.css.atrule.inside.rest=r.languages.css;var t=r.languages.markup;t&&(t.tag.addInlined("style","css"),t.tag.addAttribute("style","css"))})(A);A.languages.clike={comment:[{pattern:/(^|[^\\])\/\*[\s\S]*?(?:\*\/|$)/,lookbehind:!0,greedy:!0},{pattern:/(^|[^\\:])\/\/.*/,lookbehind:!0,greedy:!0}],string:{pattern:/(["'])(?:\\(?:\r\n|[\s\S])|(?!\1)[^\\\r\n])*\1/,greedy:!0},"class-name":{pattern:/(\b(?:class|extends|implements|instanceof|interface|new|trait)\s+|\bcatch\s+\()[\w.\\]+/i,lookbehind:!0,inside:{punctuation:/[.\\]/}},keyword:/\b(?:break|catch|continue|do|else|finally|for|function|if|in|instanceof|new|null|return|throw|try|while)\b/,boolean:/\b(?:false|true)\b/,function:/\b\w+(?=\()/,number:/\b0x[\da-f]+\b|(?:\b\d+(?:\.\d*)?|\B\.\d+)(?:e[+-]?\d+)?/i,operator:/[<>]=?|[!=]=?=?|--?|\+\+?|&&?|\|\|?|[?*/~^%]/,punctuation:/[{}[\];(),.:]/};A.languages.javascript=A.languages.extend("clike",{"class-name":[A.languages.clike["class-name"],{pattern:/(^|[^$\w\xA0-\uFFFF])(?!\s)[_$A-Z\xA0-\uFFFF](?:(?!\s)[$\w\xA0-\uFFFF])*(?=\.(?:constructor|prototype))/,lookbehind:!0}],keyword:[{pattern:/((?:^|\})\s*)catch\b/,lookbehind:!0},{pattern:/(^|[^.]|\.\.\.\s*)\b(?:as|assert(?=\s*\{)|async(?=\s*(?:function\b|\(|[$\w\xA0-\uFFFF]|$))|await|break|case|class|const|continue|debugger|default|delete|do|else|enum|export|extends|finally(?=\s*(?:\{|$))|for|from(?=\s*(?:['"]|$))|function|(?:get|set)(?=\s*(?:[#\[$\w\xA0-\uFFFF]|$))|if|implements|import|in|instanceof|interface|let|new|null|of|package|private|protected|public|return|static|super|switch|this|throw|try|typeof|undefined|var|void|while|with|yield)\b/,lookbehind:!0}],function:/#?(?!\s)[_$a-zA-Z\xA0-\uFFFF](?:(?!\s)[$\w\xA0-\uFFFF])*(?=\s*(?:\.\s*(?:apply|bind|call)\s*)?\()/,number:{pattern:RegExp(/(^|[^\w$])/.source+"(?:"+(/NaN|Infinity/.source+"|"+/0[bB][01]+(?:_[01]+)*n?/.source+"|"+/0[oO][0-7]+(?:_[0-7]+)*n?/.source+"|"+/0[xX][\dA-Fa-f]+(?:_[\dA-Fa-f]+)*n?/.source+"|"+/\d+(?:_\d+)*n/.source+"|"+/(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:[Ee][+-]?\d+(?:_\d+)*)?/.source)+")"+/(?![\w$])/.source),lookbehind:!0},operator:/--|\+\+|\*\*=?|=>|&&=?|\|\|=?|[!=]==|<<=?|>>>?=?|[-+*/%&|^!=<>]=?|\.{3}|\?\?=?|\?\.?|[~:]/});A.languages.javascript["class-name"][0].pattern=/(\b(?:class|extends|implements|instanceof|interface|new)\s+)[\w.\\]+/;A.languages.insertBefore("javascript","keyword",{regex:{pattern:RegExp(/((?:^|[^$\w\xA0-\uFFFF."'\])\s]|\b(?:return|yield))\s*)/.source+/\//.source+"(?:"+/(?:\[(?:[^\]\\\r\n]|\\.)*\]|\\.|[^/\\\[\r\n])+\/[dgimyus]{0,7}/.source+"|"+/(?:\[(?:[^[\]\\\r\n]|\\.|\[(?:[^[\]\\\r\n]|\\.|\[(?:[^[\]\\\r\n]|\\.)*\])*\])*\]|\\.|[^/\\\[\r\n])+\/[dgimyus]{0,7}v[dgimyus]{0,7}/.source+")"+/(?=(?:\s|\/\*(?:[^*]|\*(?!\/))*\*\/)*(?:$|[\r\n,.;:})\]]|\/\/))/.source),lookbehind:!0,greedy:!0,inside:{"regex-source":{pattern:/^(\/)[\s\S]+(?=\/[a-z]*$)/,lookbehind:!0,alias:"language-regex",inside:A.languages.regex},"regex-delimiter":/^\/|\/$/,"regex-flags":/^[a-z]+$/}},"function-variable":{pattern:/#?(?!\s)[_$a-zA-Z\xA0-\uFFFF](?:(?!\s)[$\w\xA0-\uFFFF])*(?=\s*[=:]\s*(?:async\s*)?(?:\bfunction\b|(?:\((?:[^()]|\([^()]*\))*\)|(?!\s)[_$a-zA-Z\xA0-\uFFFF](?:(?!\s)[$\w\xA0-\uFFFF])*)\s*=>))/,alias:"function"},parameter:[{pattern:/(function(?:\s+(?!\s)[_$a-zA-Z\xA0-\uFFFF](?:(?!\s)[$\w\xA0-\uFFFF])*)?\s*\(\s*)(?!\s)(?:[^()\s]|\s+(?![\s)])|\([^()]*\))+(?=\s*\))/,lookbehind:!0,inside:A.languages.javascript},{pattern:/(^|[^$\w\xA0-\uFFFF])(?!\s)[_$a-z\xA0-\uFFFF](?:(?!\s)[$\w\xA0-\uFFFF])*(?=\s*=>)/i,lookbehind:!0,inside:A.languages.javascript},{pattern:/(\(\s*)(?!\s)(?:[^()\s]|\s+(?![\s)])|\([^()]*\))+(?=\s*\)\s*=>)/,lookbehind:!0,inside:A.languages.javascript},{pattern:/((?:\b|\s|^)(?!(?:as|async|await|break|case|catch|class|const|continue|debugger|default|delete|do|else|enum|export|extends|finally|for|from|function|get|if|implements|import|in|instanceof|interface|let|new|null|of|package|private|protected|public|return|set|static|super|switch|this|throw|try|typeof|undefined|var|void|while|with|yield)(?![$\w\xA0-\uFFFF]))(?:(?!\s)[_$a-zA-Z\xA0-\uFFFF](?:(?!\s)[$\w\xA0-\uFFFF])*\s*)\(\s*|\]\s*\(\s*)(?!\s)(?:[^()\s]|\s+(?![\s)])|\([^()]*\))+(?=\s*\)\s*\{)/,lookbehind:!0,inside:A.languages.javascript}],constant:/\b[A-Z](?:[A-Z_]|\dx?)*\b/});A.languages.insertBefore("javascript","string",{hashbang:{pattern:/^#!.*/,greedy:!0,alias:"comment"},"template-string":{pattern:/`(?:\\[\s\S]|\$\{(?:[^{}]|\{(?:[^{}]|\{[^}]*\})*\})+\}|(?!\$\{)[^\\`])*`/,greedy:!0,inside:{"template-punctuation":{pattern:/^`|`$/,alias:"string"},interpolation:{pattern:/((?:^|[^\\])(?:\\{2})*)\$\{(?:[^{}]|\{(?:[^{}]|\{[^}]*\})*\})+\}/,lookbehind:!0,inside:{"interpolation-punctuation":{pattern:/^\$\{|\}$/,alias:"punctuation"},rest:A.languages.javascript}},string:/[\s\S]+/}},"string-property":{pattern:/((?:^|[,{])[ \t]*)(["'])(?:\\(?:\r\n|[\s\S])|(?!\2)[^\\\r\n])*\2(?=\s*:)/m,lookbehind:!0,greedy:!0,alias:"property"}});A.languages.insertBefore("javascript","operator",{"literal-property":{pattern:/((?:^|[,{])[ \t]*)(?!\s)[_$a-zA-Z\xA0-\uFFFF](?:(?!\s)[$\w\xA0-\uFFFF])*(?=\s*:)/m,lookbehind:!0,alias:"property"}});A.languages.markup&&(A.languages.markup.tag.addInlined("script","javascript"),A.languages.markup.tag.addAttribute(/on(?:abort|blur|change|click|composition(?:end|start|update)|dblclick|error|focus(?:in|out)?|key(?:down|up)|load|mouse(?:down|enter|leave|move|out|over|up)|reset|resize|scroll|select|slotchange|submit|unload|wheel)/.source,"javascript"));A.languages.js=A.languages.javascript;(function(){if(typeof A>"u"||typeof document>"u")return;Element.prototype.matches||(Element.prototype.matches=Element.prototype.msMatchesSelector||Element.prototype.webkitMatchesSelector);var r="Loading\u2026",e=function(h,d){return"\u2716 Error "+h+" while fetching file: "+d},t="\u2716 Error: File does not exist or is empty",a={js:"javascript",py:"python",rb:"ruby",ps1:"powershell",psm1:"powershell",sh:"bash",bat:"batch",h:"c",tex:"latex"},s="data-src-status",i="loading",n="loaded",c="failed",l="pre[data-src]:not(["+s+'="'+n+'"]):not(['+s+'="'+i+'"])';function p(h,d,v){var g=new XMLHttpRequest;g.open("GET",h,!0),g.onreadystatechange=function(){g.readyState==4&&(g.status<400&&g.responseText?d(g.responseText):g.status>=400?v(e(g.status,g.statusText)):v(t))},g.send(null)}function m(h){var d=/^\s*(\d+)\s*(?:(,)\s*(?:(\d+)\s*)?)?$/.exec(h||"");if(d){var v=Number(d[1]),g=d[2],f=d[3];return g?f?[v,Number(f)]:[v,void 0]:[v,v]}}A.hooks.add("before-highlightall",function(h){h.selector+=", "+l}),A.hooks.add("before-sanity-check",function(h){var d=h.element;if(d.matches(l)){h.code="",d.setAttribute(s,i);var v=d.appendChild(document.createElement("CODE"));v.textContent=r;var g=d.getAttribute("data-src"),f=h.language;if(f==="none"){var y=(/\.(\w+)$/.exec(g)||[,"none"])[1];f=a[y]||y}A.util.setLanguage(v,f),A.util.setLanguage(d,f);var $=A.plugins.autoloader;$&&$.loadLanguages(f),p(g,function(b){d.setAttribute(s,n);var x=m(d.getAttribute("data-range"));if(x){var S=b.split(/\r\n?|\n/g),k=x[0],C=x[1]==null?S.length:x[1];k<0&&(k+=S.length),k=Math.max(0,Math.min(k-1,S.length)),C<0&&(C+=S.length),C=Math.max(0,Math.min(C,S.length)),b=S.slice(k,C).join(`
`),d.hasAttribute("data-start")||d.setAttribute("data-start",String(k+1))}v.textContent=b,A.highlightElement(v)},function(b){d.setAttribute(s,c),v.textContent=b})}}),A.plugins.fileHighlight={highlight:function(d){for(var v=(d||document).querySelectorAll(l),g=0,f;f=v[g++];)A.highlightElement(f)}};var u=!1;A.fileHighlight=function(){u||(console.warn("Prism.fileHighlight is deprecated. Use `Prism.plugins.fileHighlight.highlight` instead."),u=!0),A.plugins.fileHighlight.highlight.apply(this,arguments)}})()});var Ba=ae((yo,Pa)=>{"use strict";var pe="",Ar;Pa.exports=ci;function ci(r,e){if(typeof r!="string")throw new TypeError("expected a string");if(e===1)return r;if(e===2)return r+r;var t=r.length*e;if(Ar!==r||typeof Ar>"u")Ar=r,pe="";else if(pe.length>=t)return pe.substr(0,t);for(;t>pe.length&&e>1;)e&1&&(pe+=r),e>>=1,r+=r;return pe+=r,pe=pe.substr(0,t),pe}});var Ha=ae((xo,Fa)=>{"use strict";var pi=Ba(),di=function(e){return e.split(/(<\/?[^>]+>)/g).filter(function(t){return t.trim()!==""})},ui=function(e){return/<[^>!]+>/.test(e)},Da=function(e){return/<\/+[^>]+>/.test(e)},qa=function(e){return/<[^>]+\/>/.test(e)},hi=function(e){return ui(e)&&!Da(e)&&!qa(e)};Fa.exports=function(r){var e=arguments.length>1&&arguments[1]!==void 0?arguments[1]:{},t=e.indentor,a=e.textNodesOnSameLine,s=0,i=[];t=t||"    ";var n=fi(r).map(function(c,l,p){var m=c.value,u=c.type;u==="ClosingTag"&&s--;var h=pi(t,s),d=h+m;if(u==="OpeningTag"&&s++,a){var v=p[l-1],g=p[l-2];u==="ClosingTag"&&v.type==="Text"&&g.type==="OpeningTag"&&(d=""+h+g.value+v.value+m,i.push(l-2,l-1))}return d});return i.forEach(function(c){return n[c]=null}),n.filter(function(c){return!!c}).join(`
`)};function fi(r){var e=di(r);return e.map(function(t){return{value:t,type:mi(t)}})}function mi(r){return Da(r)?"ClosingTag":hi(r)?"OpeningTag":qa(r)?"SelfClosingTag":"Text"}});var lt=ae((wo,Na)=>{Na.exports={ROOT:0,GROUP:1,POSITION:2,SET:3,RANGE:4,REPETITION:5,REFERENCE:6,CHAR:7}});var Cr=ae(be=>{var P=lt(),Tr=()=>[{type:P.RANGE,from:48,to:57}],Ua=()=>[{type:P.CHAR,value:95},{type:P.RANGE,from:97,to:122},{type:P.RANGE,from:65,to:90}].concat(Tr()),Ma=()=>[{type:P.CHAR,value:9},{type:P.CHAR,value:10},{type:P.CHAR,value:11},{type:P.CHAR,value:12},{type:P.CHAR,value:13},{type:P.CHAR,value:32},{type:P.CHAR,value:160},{type:P.CHAR,value:5760},{type:P.RANGE,from:8192,to:8202},{type:P.CHAR,value:8232},{type:P.CHAR,value:8233},{type:P.CHAR,value:8239},{type:P.CHAR,value:8287},{type:P.CHAR,value:12288},{type:P.CHAR,value:65279}],gi=()=>[{type:P.CHAR,value:10},{type:P.CHAR,value:13},{type:P.CHAR,value:8232},{type:P.CHAR,value:8233}];be.words=()=>({type:P.SET,set:Ua(),not:!1});be.notWords=()=>({type:P.SET,set:Ua(),not:!0});be.ints=()=>({type:P.SET,set:Tr(),not:!1});be.notInts=()=>({type:P.SET,set:Tr(),not:!0});be.whitespace=()=>({type:P.SET,set:Ma(),not:!1});be.notWhitespace=()=>({type:P.SET,set:Ma(),not:!0});be.anyChar=()=>({type:P.SET,set:gi(),not:!0})});var Wa=ae(ct=>{var ja=lt(),Ue=Cr(),bi="@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^ ?",yi={0:0,t:9,n:10,v:11,f:12,r:13};ct.strToChars=function(r){var e=/(\[\\b\])|(\\)?\\(?:u([A-F0-9]{4})|x([A-F0-9]{2})|(0?[0-7]{2})|c([@A-Z[\\\]^?])|([0tnvfr]))/g;return r=r.replace(e,function(t,a,s,i,n,c,l,p){if(s)return t;var m=a?8:i?parseInt(i,16):n?parseInt(n,16):c?parseInt(c,8):l?bi.indexOf(l):yi[p],u=String.fromCharCode(m);return/[[\]{}^$.|?*+()]/.test(u)&&(u="\\"+u),u}),r};ct.tokenizeClass=(r,e)=>{for(var t=[],a=/\\(?:(w)|(d)|(s)|(W)|(D)|(S))|((?:(?:\\)(.)|([^\]\\]))-(?:\\)?([^\]]))|(\])|(?:\\)?([^])/g,s,i;(s=a.exec(r))!=null;)if(s[1])t.push(Ue.words());else if(s[2])t.push(Ue.ints());else if(s[3])t.push(Ue.whitespace());else if(s[4])t.push(Ue.notWords());else if(s[5])t.push(Ue.notInts());else if(s[6])t.push(Ue.notWhitespace());else if(s[7])t.push({type:ja.RANGE,from:(s[8]||s[9]).charCodeAt(0),to:s[10].charCodeAt(0)});else if(i=s[12])t.push({type:ja.CHAR,value:i.charCodeAt(0)});else return[t,a.lastIndex];ct.error(e,"Unterminated character class")};ct.error=(r,e)=>{throw new SyntaxError("Invalid regular expression: /"+r+"/: "+e)}});var Va=ae(pt=>{var Mt=lt();pt.wordBoundary=()=>({type:Mt.POSITION,value:"b"});pt.nonWordBoundary=()=>({type:Mt.POSITION,value:"B"});pt.begin=()=>({type:Mt.POSITION,value:"^"});pt.end=()=>({type:Mt.POSITION,value:"$"})});var Ga=ae((Ao,Rr)=>{var Me=Wa(),J=lt(),Oe=Cr(),jt=Va();Rr.exports=r=>{var e=0,t,a,s={type:J.ROOT,stack:[]},i=s,n=s.stack,c=[],l=y=>{Me.error(r,`Nothing to repeat at column ${y-1}`)},p=Me.strToChars(r);for(t=p.length;e<t;)switch(a=p[e++],a){case"\\":switch(a=p[e++],a){case"b":n.push(jt.wordBoundary());break;case"B":n.push(jt.nonWordBoundary());break;case"w":n.push(Oe.words());break;case"W":n.push(Oe.notWords());break;case"d":n.push(Oe.ints());break;case"D":n.push(Oe.notInts());break;case"s":n.push(Oe.whitespace());break;case"S":n.push(Oe.notWhitespace());break;default:/\d/.test(a)?n.push({type:J.REFERENCE,value:parseInt(a,10)}):n.push({type:J.CHAR,value:a.charCodeAt(0)})}break;case"^":n.push(jt.begin());break;case"$":n.push(jt.end());break;case"[":var m;p[e]==="^"?(m=!0,e++):m=!1;var u=Me.tokenizeClass(p.slice(e),r);e+=u[1],n.push({type:J.SET,set:u[0],not:m});break;case".":n.push(Oe.anyChar());break;case"(":var h={type:J.GROUP,stack:[],remember:!0};a=p[e],a==="?"&&(a=p[e+1],e+=2,a==="="?h.followedBy=!0:a==="!"?h.notFollowedBy=!0:a!==":"&&Me.error(r,`Invalid group, character '${a}' after '?' at column ${e-1}`),h.remember=!1),n.push(h),c.push(i),i=h,n=h.stack;break;case")":c.length===0&&Me.error(r,`Unmatched ) at column ${e-1}`),i=c.pop(),n=i.options?i.options[i.options.length-1]:i.stack;break;case"|":i.options||(i.options=[i.stack],delete i.stack);var d=[];i.options.push(d),n=d;break;case"{":var v=/^(\d+)(,(\d+)?)?\}/.exec(p.slice(e)),g,f;v!==null?(n.length===0&&l(e),g=parseInt(v[1],10),f=v[2]?v[3]?parseInt(v[3],10):1/0:g,e+=v[0].length,n.push({type:J.REPETITION,min:g,max:f,value:n.pop()})):n.push({type:J.CHAR,value:123});break;case"?":n.length===0&&l(e),n.push({type:J.REPETITION,min:0,max:1,value:n.pop()});break;case"+":n.length===0&&l(e),n.push({type:J.REPETITION,min:1,max:1/0,value:n.pop()});break;case"*":n.length===0&&l(e),n.push({type:J.REPETITION,min:0,max:1/0,value:n.pop()});break;default:n.push({type:J.CHAR,value:a.charCodeAt(0)})}return c.length!==0&&Me.error(r,"Unterminated group"),s};Rr.exports.types=J});var Za=ae((To,Ka)=>{"use strict";var je=class r{constructor(e,t){this.low=e,this.high=t,this.length=1+t-e}overlaps(e){return!(this.high<e.low||this.low>e.high)}touches(e){return!(this.high+1<e.low||this.low-1>e.high)}add(e){return new r(Math.min(this.low,e.low),Math.max(this.high,e.high))}subtract(e){return e.low<=this.low&&e.high>=this.high?[]:e.low>this.low&&e.high<this.high?[new r(this.low,e.low-1),new r(e.high+1,this.high)]:e.low<=this.low?[new r(e.high+1,this.high)]:[new r(this.low,e.low-1)]}toString(){return this.low==this.high?this.low.toString():this.low+"-"+this.high}},Or=class r{constructor(e,t){this.ranges=[],this.length=0,e!=null&&this.add(e,t)}_update_length(){this.length=this.ranges.reduce((e,t)=>e+t.length,0)}add(e,t){var a=s=>{for(var i=0;i<this.ranges.length&&!s.touches(this.ranges[i]);)i++;for(var n=this.ranges.slice(0,i);i<this.ranges.length&&s.touches(this.ranges[i]);)s=s.add(this.ranges[i]),i++;n.push(s),this.ranges=n.concat(this.ranges.slice(i)),this._update_length()};return e instanceof r?e.ranges.forEach(a):(t==null&&(t=e),a(new je(e,t))),this}subtract(e,t){var a=s=>{for(var i=0;i<this.ranges.length&&!s.overlaps(this.ranges[i]);)i++;for(var n=this.ranges.slice(0,i);i<this.ranges.length&&s.overlaps(this.ranges[i]);)n=n.concat(this.ranges[i].subtract(s)),i++;this.ranges=n.concat(this.ranges.slice(i)),this._update_length()};return e instanceof r?e.ranges.forEach(a):(t==null&&(t=e),a(new je(e,t))),this}intersect(e,t){var a=[],s=i=>{for(var n=0;n<this.ranges.length&&!i.overlaps(this.ranges[n]);)n++;for(;n<this.ranges.length&&i.overlaps(this.ranges[n]);){var c=Math.max(this.ranges[n].low,i.low),l=Math.min(this.ranges[n].high,i.high);a.push(new je(c,l)),n++}};return e instanceof r?e.ranges.forEach(s):(t==null&&(t=e),s(new je(e,t))),this.ranges=a,this._update_length(),this}index(e){for(var t=0;t<this.ranges.length&&this.ranges[t].length<=e;)e-=this.ranges[t].length,t++;return this.ranges[t].low+e}toString(){return"[ "+this.ranges.join(", ")+" ]"}clone(){return new r(this)}numbers(){return this.ranges.reduce((e,t)=>{for(var a=t.low;a<=t.high;)e.push(a),a++;return e},[])}subranges(){return this.ranges.map(e=>({low:e.low,high:e.high,length:1+e.high-e.low}))}};Ka.exports=Or});var Xa=ae((Co,Ja)=>{var Wt=Ga(),dt=Za(),_e=Wt.types;Ja.exports=class ut{constructor(e,t){if(this._setDefaults(e),e instanceof RegExp)this.ignoreCase=e.ignoreCase,this.multiline=e.multiline,e=e.source;else if(typeof e=="string")this.ignoreCase=t&&t.indexOf("i")!==-1,this.multiline=t&&t.indexOf("m")!==-1;else throw new Error("Expected a regexp or string");this.tokens=Wt(e)}_setDefaults(e){this.max=e.max!=null?e.max:ut.prototype.max!=null?ut.prototype.max:100,this.defaultRange=e.defaultRange?e.defaultRange:this.defaultRange.clone(),e.randInt&&(this.randInt=e.randInt)}gen(){return this._gen(this.tokens,[])}_gen(e,t){var a,s,i,n,c;switch(e.type){case _e.ROOT:case _e.GROUP:if(e.followedBy||e.notFollowedBy)return"";for(e.remember&&e.groupNumber===void 0&&(e.groupNumber=t.push(null)-1),a=e.options?this._randSelect(e.options):e.stack,s="",n=0,c=a.length;n<c;n++)s+=this._gen(a[n],t);return e.remember&&(t[e.groupNumber]=s),s;case _e.POSITION:return"";case _e.SET:var l=this._expand(e);return l.length?String.fromCharCode(this._randSelect(l)):"";case _e.REPETITION:for(i=this.randInt(e.min,e.max===1/0?e.min+this.max:e.max),s="",n=0;n<i;n++)s+=this._gen(e.value,t);return s;case _e.REFERENCE:return t[e.value-1]||"";case _e.CHAR:var p=this.ignoreCase&&this._randBool()?this._toOtherCase(e.value):e.value;return String.fromCharCode(p)}}_toOtherCase(e){return e+(97<=e&&e<=122?-32:65<=e&&e<=90?32:0)}_randBool(){return!this.randInt(0,1)}_randSelect(e){return e instanceof dt?e.index(this.randInt(0,e.length-1)):e[this.randInt(0,e.length-1)]}_expand(e){if(e.type===Wt.types.CHAR)return new dt(e.value);if(e.type===Wt.types.RANGE)return new dt(e.from,e.to);{let t=new dt;for(let a=0;a<e.set.length;a++){let s=this._expand(e.set[a]);if(t.add(s),this.ignoreCase)for(let i=0;i<s.length;i++){let n=s.index(i),c=this._toOtherCase(n);n!==c&&t.add(c)}}return e.not?this.defaultRange.clone().subtract(t):this.defaultRange.clone().intersect(t)}}randInt(e,t){return e+Math.floor(Math.random()*(1+t-e))}get defaultRange(){return this._range=this._range||new dt(32,126)}set defaultRange(e){this._range=e}static randexp(e,t){var a;return typeof e=="string"&&(e=new RegExp(e,t)),e._randexp===void 0?(a=new ut(e,t),e._randexp=a):(a=e._randexp,a._setDefaults(e)),a.gen()}static sugar(){RegExp.prototype.gen=function(){return ut.randexp(this)}}}});var vt=globalThis,$t=vt.ShadowRoot&&(vt.ShadyCSS===void 0||vt.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype,cr=Symbol(),Gr=new WeakMap,Ge=class{constructor(e,t,a){if(this._$cssResult$=!0,a!==cr)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=t}get styleSheet(){let e=this.o,t=this.t;if($t&&e===void 0){let a=t!==void 0&&t.length===1;a&&(e=Gr.get(t)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),a&&Gr.set(t,e))}return e}toString(){return this.cssText}},wt=r=>new Ge(typeof r=="string"?r:r+"",void 0,cr),I=(r,...e)=>{let t=r.length===1?r[0]:e.reduce((a,s,i)=>a+(n=>{if(n._$cssResult$===!0)return n.cssText;if(typeof n=="number")return n;throw Error("Value passed to 'css' function must be a 'css' function result: "+n+". Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.")})(s)+r[i+1],r[0]);return new Ge(t,r,cr)},Kr=(r,e)=>{if($t)r.adoptedStyleSheets=e.map(t=>t instanceof CSSStyleSheet?t:t.styleSheet);else for(let t of e){let a=document.createElement("style"),s=vt.litNonce;s!==void 0&&a.setAttribute("nonce",s),a.textContent=t.cssText,r.appendChild(a)}},pr=$t?r=>r:r=>r instanceof CSSStyleSheet?(e=>{let t="";for(let a of e.cssRules)t+=a.cssText;return wt(t)})(r):r;var{is:ks,defineProperty:Ss,getOwnPropertyDescriptor:Es,getOwnPropertyNames:As,getOwnPropertySymbols:Ts,getPrototypeOf:Cs}=Object,kt=globalThis,Zr=kt.trustedTypes,Rs=Zr?Zr.emptyScript:"",Os=kt.reactiveElementPolyfillSupport,Ke=(r,e)=>r,dr={toAttribute(r,e){switch(e){case Boolean:r=r?Rs:null;break;case Object:case Array:r=r==null?r:JSON.stringify(r)}return r},fromAttribute(r,e){let t=r;switch(e){case Boolean:t=r!==null;break;case Number:t=r===null?null:Number(r);break;case Object:case Array:try{t=JSON.parse(r)}catch{t=null}}return t}},Xr=(r,e)=>!ks(r,e),Jr={attribute:!0,type:String,converter:dr,reflect:!1,useDefault:!1,hasChanged:Xr};Symbol.metadata??=Symbol("metadata"),kt.litPropertyMetadata??=new WeakMap;var ne=class extends HTMLElement{static addInitializer(e){this._$Ei(),(this.l??=[]).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,t=Jr){if(t.state&&(t.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((t=Object.create(t)).wrapped=!0),this.elementProperties.set(e,t),!t.noAccessor){let a=Symbol(),s=this.getPropertyDescriptor(e,a,t);s!==void 0&&Ss(this.prototype,e,s)}}static getPropertyDescriptor(e,t,a){let{get:s,set:i}=Es(this.prototype,e)??{get(){return this[t]},set(n){this[t]=n}};return{get:s,set(n){let c=s?.call(this);i?.call(this,n),this.requestUpdate(e,c,a)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){return this.elementProperties.get(e)??Jr}static _$Ei(){if(this.hasOwnProperty(Ke("elementProperties")))return;let e=Cs(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(Ke("finalized")))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(Ke("properties"))){let t=this.properties,a=[...As(t),...Ts(t)];for(let s of a)this.createProperty(s,t[s])}let e=this[Symbol.metadata];if(e!==null){let t=litPropertyMetadata.get(e);if(t!==void 0)for(let[a,s]of t)this.elementProperties.set(a,s)}this._$Eh=new Map;for(let[t,a]of this.elementProperties){let s=this._$Eu(t,a);s!==void 0&&this._$Eh.set(s,t)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let t=[];if(Array.isArray(e)){let a=new Set(e.flat(1/0).reverse());for(let s of a)t.unshift(pr(s))}else e!==void 0&&t.push(pr(e));return t}static _$Eu(e,t){let a=t.attribute;return a===!1?void 0:typeof a=="string"?a:typeof e=="string"?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(e=>e(this))}addController(e){(this._$EO??=new Set).add(e),this.renderRoot!==void 0&&this.isConnected&&e.hostConnected?.()}removeController(e){this._$EO?.delete(e)}_$E_(){let e=new Map,t=this.constructor.elementProperties;for(let a of t.keys())this.hasOwnProperty(a)&&(e.set(a,this[a]),delete this[a]);e.size>0&&(this._$Ep=e)}createRenderRoot(){let e=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return Kr(e,this.constructor.elementStyles),e}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(e=>e.hostConnected?.())}enableUpdating(e){}disconnectedCallback(){this._$EO?.forEach(e=>e.hostDisconnected?.())}attributeChangedCallback(e,t,a){this._$AK(e,a)}_$ET(e,t){let a=this.constructor.elementProperties.get(e),s=this.constructor._$Eu(e,a);if(s!==void 0&&a.reflect===!0){let i=(a.converter?.toAttribute!==void 0?a.converter:dr).toAttribute(t,a.type);this._$Em=e,i==null?this.removeAttribute(s):this.setAttribute(s,i),this._$Em=null}}_$AK(e,t){let a=this.constructor,s=a._$Eh.get(e);if(s!==void 0&&this._$Em!==s){let i=a.getPropertyOptions(s),n=typeof i.converter=="function"?{fromAttribute:i.converter}:i.converter?.fromAttribute!==void 0?i.converter:dr;this._$Em=s;let c=n.fromAttribute(t,i.type);this[s]=c??this._$Ej?.get(s)??c,this._$Em=null}}requestUpdate(e,t,a,s=!1,i){if(e!==void 0){let n=this.constructor;if(s===!1&&(i=this[e]),a??=n.getPropertyOptions(e),!((a.hasChanged??Xr)(i,t)||a.useDefault&&a.reflect&&i===this._$Ej?.get(e)&&!this.hasAttribute(n._$Eu(e,a))))return;this.C(e,t,a)}this.isUpdatePending===!1&&(this._$ES=this._$EP())}C(e,t,{useDefault:a,reflect:s,wrapped:i},n){a&&!(this._$Ej??=new Map).has(e)&&(this._$Ej.set(e,n??t??this[e]),i!==!0||n!==void 0)||(this._$AL.has(e)||(this.hasUpdated||a||(t=void 0),this._$AL.set(e,t)),s===!0&&this._$Em!==e&&(this._$Eq??=new Set).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(t){Promise.reject(t)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[s,i]of this._$Ep)this[s]=i;this._$Ep=void 0}let a=this.constructor.elementProperties;if(a.size>0)for(let[s,i]of a){let{wrapped:n}=i,c=this[s];n!==!0||this._$AL.has(s)||c===void 0||this.C(s,void 0,i,c)}}let e=!1,t=this._$AL;try{e=this.shouldUpdate(t),e?(this.willUpdate(t),this._$EO?.forEach(a=>a.hostUpdate?.()),this.update(t)):this._$EM()}catch(a){throw e=!1,this._$EM(),a}e&&this._$AE(t)}willUpdate(e){}_$AE(e){this._$EO?.forEach(t=>t.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&=this._$Eq.forEach(t=>this._$ET(t,this[t])),this._$EM()}updated(e){}firstUpdated(e){}};ne.elementStyles=[],ne.shadowRootOptions={mode:"open"},ne[Ke("elementProperties")]=new Map,ne[Ke("finalized")]=new Map,Os?.({ReactiveElement:ne}),(kt.reactiveElementVersions??=[]).push("2.1.2");var hr=globalThis,Yr=r=>r,St=hr.trustedTypes,Qr=St?St.createPolicy("lit-html",{createHTML:r=>r}):void 0,fr="$lit$",oe=`lit$${Math.random().toFixed(9).slice(2)}$`,mr="?"+oe,_s=`<${mr}>`,ke=document,Je=()=>ke.createComment(""),Xe=r=>r===null||typeof r!="object"&&typeof r!="function",gr=Array.isArray,ia=r=>gr(r)||typeof r?.[Symbol.iterator]=="function",ur=`[ 	
\f\r]`,Ze=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,ea=/-->/g,ta=/>/g,$e=RegExp(`>|${ur}(?:([^\\s"'>=/]+)(${ur}*=${ur}*(?:[^ 	
\f\r"'\`<>=]|("|')|))|$)`,"g"),ra=/'/g,aa=/"/g,na=/^(?:script|style|textarea|title)$/i,br=r=>(e,...t)=>({_$litType$:r,strings:e,values:t}),o=br(1),Fi=br(2),Hi=br(3),U=Symbol.for("lit-noChange"),D=Symbol.for("lit-nothing"),sa=new WeakMap,we=ke.createTreeWalker(ke,129);function oa(r,e){if(!gr(r)||!r.hasOwnProperty("raw"))throw Error("invalid template strings array");return Qr!==void 0?Qr.createHTML(e):e}var la=(r,e)=>{let t=r.length-1,a=[],s,i=e===2?"<svg>":e===3?"<math>":"",n=Ze;for(let c=0;c<t;c++){let l=r[c],p,m,u=-1,h=0;for(;h<l.length&&(n.lastIndex=h,m=n.exec(l),m!==null);)h=n.lastIndex,n===Ze?m[1]==="!--"?n=ea:m[1]!==void 0?n=ta:m[2]!==void 0?(na.test(m[2])&&(s=RegExp("</"+m[2],"g")),n=$e):m[3]!==void 0&&(n=$e):n===$e?m[0]===">"?(n=s??Ze,u=-1):m[1]===void 0?u=-2:(u=n.lastIndex-m[2].length,p=m[1],n=m[3]===void 0?$e:m[3]==='"'?aa:ra):n===aa||n===ra?n=$e:n===ea||n===ta?n=Ze:(n=$e,s=void 0);let d=n===$e&&r[c+1].startsWith("/>")?" ":"";i+=n===Ze?l+_s:u>=0?(a.push(p),l.slice(0,u)+fr+l.slice(u)+oe+d):l+oe+(u===-2?c:d)}return[oa(r,i+(r[t]||"<?>")+(e===2?"</svg>":e===3?"</math>":"")),a]},Ye=class r{constructor({strings:e,_$litType$:t},a){let s;this.parts=[];let i=0,n=0,c=e.length-1,l=this.parts,[p,m]=la(e,t);if(this.el=r.createElement(p,a),we.currentNode=this.el.content,t===2||t===3){let u=this.el.content.firstChild;u.replaceWith(...u.childNodes)}for(;(s=we.nextNode())!==null&&l.length<c;){if(s.nodeType===1){if(s.hasAttributes())for(let u of s.getAttributeNames())if(u.endsWith(fr)){let h=m[n++],d=s.getAttribute(u).split(oe),v=/([.?@])?(.*)/.exec(h);l.push({type:1,index:i,name:v[2],strings:d,ctor:v[1]==="."?At:v[1]==="?"?Tt:v[1]==="@"?Ct:Ee}),s.removeAttribute(u)}else u.startsWith(oe)&&(l.push({type:6,index:i}),s.removeAttribute(u));if(na.test(s.tagName)){let u=s.textContent.split(oe),h=u.length-1;if(h>0){s.textContent=St?St.emptyScript:"";for(let d=0;d<h;d++)s.append(u[d],Je()),we.nextNode(),l.push({type:2,index:++i});s.append(u[h],Je())}}}else if(s.nodeType===8)if(s.data===mr)l.push({type:2,index:i});else{let u=-1;for(;(u=s.data.indexOf(oe,u+1))!==-1;)l.push({type:7,index:i}),u+=oe.length-1}i++}}static createElement(e,t){let a=ke.createElement("template");return a.innerHTML=e,a}};function Se(r,e,t=r,a){if(e===U)return e;let s=a!==void 0?t._$Co?.[a]:t._$Cl,i=Xe(e)?void 0:e._$litDirective$;return s?.constructor!==i&&(s?._$AO?.(!1),i===void 0?s=void 0:(s=new i(r),s._$AT(r,t,a)),a!==void 0?(t._$Co??=[])[a]=s:t._$Cl=s),s!==void 0&&(e=Se(r,s._$AS(r,e.values),s,a)),e}var Et=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:t},parts:a}=this._$AD,s=(e?.creationScope??ke).importNode(t,!0);we.currentNode=s;let i=we.nextNode(),n=0,c=0,l=a[0];for(;l!==void 0;){if(n===l.index){let p;l.type===2?p=new Pe(i,i.nextSibling,this,e):l.type===1?p=new l.ctor(i,l.name,l.strings,this,e):l.type===6&&(p=new Rt(i,this,e)),this._$AV.push(p),l=a[++c]}n!==l?.index&&(i=we.nextNode(),n++)}return we.currentNode=ke,s}p(e){let t=0;for(let a of this._$AV)a!==void 0&&(a.strings!==void 0?(a._$AI(e,a,t),t+=a.strings.length-2):a._$AI(e[t])),t++}},Pe=class r{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,t,a,s){this.type=2,this._$AH=D,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=a,this.options=s,this._$Cv=s?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&e?.nodeType===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=Se(this,e,t),Xe(e)?e===D||e==null||e===""?(this._$AH!==D&&this._$AR(),this._$AH=D):e!==this._$AH&&e!==U&&this._(e):e._$litType$!==void 0?this.$(e):e.nodeType!==void 0?this.T(e):ia(e)?this.k(e):this._(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==D&&Xe(this._$AH)?this._$AA.nextSibling.data=e:this.T(ke.createTextNode(e)),this._$AH=e}$(e){let{values:t,_$litType$:a}=e,s=typeof a=="number"?this._$AC(e):(a.el===void 0&&(a.el=Ye.createElement(oa(a.h,a.h[0]),this.options)),a);if(this._$AH?._$AD===s)this._$AH.p(t);else{let i=new Et(s,this),n=i.u(this.options);i.p(t),this.T(n),this._$AH=i}}_$AC(e){let t=sa.get(e.strings);return t===void 0&&sa.set(e.strings,t=new Ye(e)),t}k(e){gr(this._$AH)||(this._$AH=[],this._$AR());let t=this._$AH,a,s=0;for(let i of e)s===t.length?t.push(a=new r(this.O(Je()),this.O(Je()),this,this.options)):a=t[s],a._$AI(i),s++;s<t.length&&(this._$AR(a&&a._$AB.nextSibling,s),t.length=s)}_$AR(e=this._$AA.nextSibling,t){for(this._$AP?.(!1,!0,t);e!==this._$AB;){let a=Yr(e).nextSibling;Yr(e).remove(),e=a}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},Ee=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,a,s,i){this.type=1,this._$AH=D,this._$AN=void 0,this.element=e,this.name=t,this._$AM=s,this.options=i,a.length>2||a[0]!==""||a[1]!==""?(this._$AH=Array(a.length-1).fill(new String),this.strings=a):this._$AH=D}_$AI(e,t=this,a,s){let i=this.strings,n=!1;if(i===void 0)e=Se(this,e,t,0),n=!Xe(e)||e!==this._$AH&&e!==U,n&&(this._$AH=e);else{let c=e,l,p;for(e=i[0],l=0;l<i.length-1;l++)p=Se(this,c[a+l],t,l),p===U&&(p=this._$AH[l]),n||=!Xe(p)||p!==this._$AH[l],p===D?e=D:e!==D&&(e+=(p??"")+i[l+1]),this._$AH[l]=p}n&&!s&&this.j(e)}j(e){e===D?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??"")}},At=class extends Ee{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===D?void 0:e}},Tt=class extends Ee{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==D)}},Ct=class extends Ee{constructor(e,t,a,s,i){super(e,t,a,s,i),this.type=5}_$AI(e,t=this){if((e=Se(this,e,t,0)??D)===U)return;let a=this._$AH,s=e===D&&a!==D||e.capture!==a.capture||e.once!==a.once||e.passive!==a.passive,i=e!==D&&(a===D||s);s&&this.element.removeEventListener(this.name,this,a),i&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH=="function"?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},Rt=class{constructor(e,t,a){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=a}get _$AU(){return this._$AM._$AU}_$AI(e){Se(this,e)}},ca={M:fr,P:oe,A:mr,C:1,L:la,R:Et,D:ia,V:Se,I:Pe,H:Ee,N:Tt,U:Ct,B:At,F:Rt},Is=hr.litHtmlPolyfillSupport;Is?.(Ye,Pe),(hr.litHtmlVersions??=[]).push("3.3.3");var pa=(r,e,t)=>{let a=t?.renderBefore??e,s=a._$litPart$;if(s===void 0){let i=t?.renderBefore??null;a._$litPart$=s=new Pe(e.insertBefore(Je(),i),i,void 0,t??{})}return s._$AI(r),s};var yr=globalThis,N=class extends ne{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let e=super.createRenderRoot();return this.renderOptions.renderBefore??=e.firstChild,e}update(e){let t=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=pa(t,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return U}};N._$litElement$=!0,N.finalized=!0,yr.litElementHydrateSupport?.({LitElement:N});var Ls=yr.litElementPolyfillSupport;Ls?.({LitElement:N});(yr.litElementVersions??=[]).push("4.2.2");function ba(){return{async:!1,baseUrl:null,breaks:!1,extensions:null,gfm:!0,headerIds:!0,headerPrefix:"",highlight:null,hooks:null,langPrefix:"language-",mangle:!0,pedantic:!1,renderer:null,sanitize:!1,sanitizer:null,silent:!1,smartypants:!1,tokenizer:null,walkTokens:null,xhtml:!1}}var Ce=ba();function zs(r){Ce=r}var ya=/[&<>"']/,Ps=new RegExp(ya.source,"g"),xa=/[<>"']|&(?!(#\d{1,7}|#[Xx][a-fA-F0-9]{1,6}|\w+);)/,Bs=new RegExp(xa.source,"g"),Ds={"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;","'":"&#39;"},da=r=>Ds[r];function M(r,e){if(e){if(ya.test(r))return r.replace(Ps,da)}else if(xa.test(r))return r.replace(Bs,da);return r}var qs=/&(#(?:\d+)|(?:#x[0-9A-Fa-f]+)|(?:\w+));?/ig;function va(r){return r.replace(qs,(e,t)=>(t=t.toLowerCase(),t==="colon"?":":t.charAt(0)==="#"?t.charAt(1)==="x"?String.fromCharCode(parseInt(t.substring(2),16)):String.fromCharCode(+t.substring(1)):""))}var Fs=/(^|[^\[])\^/g;function B(r,e){r=typeof r=="string"?r:r.source,e=e||"";let t={replace:(a,s)=>(s=s.source||s,s=s.replace(Fs,"$1"),r=r.replace(a,s),t),getRegex:()=>new RegExp(r,e)};return t}var Hs=/[^\w:]/g,Ns=/^$|^[a-z][a-z0-9+.-]*:|^[?#]/i;function ua(r,e,t){if(r){let a;try{a=decodeURIComponent(va(t)).replace(Hs,"").toLowerCase()}catch{return null}if(a.indexOf("javascript:")===0||a.indexOf("vbscript:")===0||a.indexOf("data:")===0)return null}e&&!Ns.test(t)&&(t=Ws(e,t));try{t=encodeURI(t).replace(/%25/g,"%")}catch{return null}return t}var Ot={},Us=/^[^:]+:\/*[^/]*$/,Ms=/^([^:]+:)[\s\S]*$/,js=/^([^:]+:\/*[^/]*)[\s\S]*$/;function Ws(r,e){Ot[" "+r]||(Us.test(r)?Ot[" "+r]=r+"/":Ot[" "+r]=_t(r,"/",!0)),r=Ot[" "+r];let t=r.indexOf(":")===-1;return e.substring(0,2)==="//"?t?e:r.replace(Ms,"$1")+e:e.charAt(0)==="/"?t?e:r.replace(js,"$1")+e:r+e}var It={exec:function(){}};function ha(r,e){let t=r.replace(/\|/g,(i,n,c)=>{let l=!1,p=n;for(;--p>=0&&c[p]==="\\";)l=!l;return l?"|":" |"}),a=t.split(/ \|/),s=0;if(a[0].trim()||a.shift(),a.length>0&&!a[a.length-1].trim()&&a.pop(),a.length>e)a.splice(e);else for(;a.length<e;)a.push("");for(;s<a.length;s++)a[s]=a[s].trim().replace(/\\\|/g,"|");return a}function _t(r,e,t){let a=r.length;if(a===0)return"";let s=0;for(;s<a;){let i=r.charAt(a-s-1);if(i===e&&!t)s++;else if(i!==e&&t)s++;else break}return r.slice(0,a-s)}function Vs(r,e){if(r.indexOf(e[1])===-1)return-1;let t=r.length,a=0,s=0;for(;s<t;s++)if(r[s]==="\\")s++;else if(r[s]===e[0])a++;else if(r[s]===e[1]&&(a--,a<0))return s;return-1}function Gs(r){r&&r.sanitize&&!r.silent&&console.warn("marked(): sanitize and sanitizer parameters are deprecated since version 0.7.0, should not be used and will be removed in the future. Read more here: https://marked.js.org/#/USING_ADVANCED.md#options")}function fa(r,e){if(e<1)return"";let t="";for(;e>1;)e&1&&(t+=r),e>>=1,r+=r;return t+r}function ma(r,e,t,a){let s=e.href,i=e.title?M(e.title):null,n=r[1].replace(/\\([\[\]])/g,"$1");if(r[0].charAt(0)!=="!"){a.state.inLink=!0;let c={type:"link",raw:t,href:s,title:i,text:n,tokens:a.inlineTokens(n)};return a.state.inLink=!1,c}return{type:"image",raw:t,href:s,title:i,text:M(n)}}function Ks(r,e){let t=r.match(/^(\s+)(?:```)/);if(t===null)return e;let a=t[1];return e.split(`
`).map(s=>{let i=s.match(/^\s+/);if(i===null)return s;let[n]=i;return n.length>=a.length?s.slice(a.length):s}).join(`
`)}var Qe=class{constructor(e){this.options=e||Ce}space(e){let t=this.rules.block.newline.exec(e);if(t&&t[0].length>0)return{type:"space",raw:t[0]}}code(e){let t=this.rules.block.code.exec(e);if(t){let a=t[0].replace(/^ {1,4}/gm,"");return{type:"code",raw:t[0],codeBlockStyle:"indented",text:this.options.pedantic?a:_t(a,`
`)}}}fences(e){let t=this.rules.block.fences.exec(e);if(t){let a=t[0],s=Ks(a,t[3]||"");return{type:"code",raw:a,lang:t[2]?t[2].trim().replace(this.rules.inline._escapes,"$1"):t[2],text:s}}}heading(e){let t=this.rules.block.heading.exec(e);if(t){let a=t[2].trim();if(/#$/.test(a)){let s=_t(a,"#");(this.options.pedantic||!s||/ $/.test(s))&&(a=s.trim())}return{type:"heading",raw:t[0],depth:t[1].length,text:a,tokens:this.lexer.inline(a)}}}hr(e){let t=this.rules.block.hr.exec(e);if(t)return{type:"hr",raw:t[0]}}blockquote(e){let t=this.rules.block.blockquote.exec(e);if(t){let a=t[0].replace(/^ *>[ \t]?/gm,""),s=this.lexer.state.top;this.lexer.state.top=!0;let i=this.lexer.blockTokens(a);return this.lexer.state.top=s,{type:"blockquote",raw:t[0],tokens:i,text:a}}}list(e){let t=this.rules.block.list.exec(e);if(t){let a,s,i,n,c,l,p,m,u,h,d,v,g=t[1].trim(),f=g.length>1,y={type:"list",raw:"",ordered:f,start:f?+g.slice(0,-1):"",loose:!1,items:[]};g=f?`\\d{1,9}\\${g.slice(-1)}`:`\\${g}`,this.options.pedantic&&(g=f?g:"[*+-]");let $=new RegExp(`^( {0,3}${g})((?:[	 ][^\\n]*)?(?:\\n|$))`);for(;e&&(v=!1,!(!(t=$.exec(e))||this.rules.block.hr.test(e)));){if(a=t[0],e=e.substring(a.length),m=t[2].split(`
`,1)[0].replace(/^\t+/,x=>" ".repeat(3*x.length)),u=e.split(`
`,1)[0],this.options.pedantic?(n=2,d=m.trimLeft()):(n=t[2].search(/[^ ]/),n=n>4?1:n,d=m.slice(n),n+=t[1].length),l=!1,!m&&/^ *$/.test(u)&&(a+=u+`
`,e=e.substring(u.length+1),v=!0),!v){let x=new RegExp(`^ {0,${Math.min(3,n-1)}}(?:[*+-]|\\d{1,9}[.)])((?:[ 	][^\\n]*)?(?:\\n|$))`),S=new RegExp(`^ {0,${Math.min(3,n-1)}}((?:- *){3,}|(?:_ *){3,}|(?:\\* *){3,})(?:\\n+|$)`),k=new RegExp(`^ {0,${Math.min(3,n-1)}}(?:\`\`\`|~~~)`),C=new RegExp(`^ {0,${Math.min(3,n-1)}}#`);for(;e&&(h=e.split(`
`,1)[0],u=h,this.options.pedantic&&(u=u.replace(/^ {1,4}(?=( {4})*[^ ])/g,"  ")),!(k.test(u)||C.test(u)||x.test(u)||S.test(e)));){if(u.search(/[^ ]/)>=n||!u.trim())d+=`
`+u.slice(n);else{if(l||m.search(/[^ ]/)>=4||k.test(m)||C.test(m)||S.test(m))break;d+=`
`+u}!l&&!u.trim()&&(l=!0),a+=h+`
`,e=e.substring(h.length+1),m=u.slice(n)}}y.loose||(p?y.loose=!0:/\n *\n *$/.test(a)&&(p=!0)),this.options.gfm&&(s=/^\[[ xX]\] /.exec(d),s&&(i=s[0]!=="[ ] ",d=d.replace(/^\[[ xX]\] +/,""))),y.items.push({type:"list_item",raw:a,task:!!s,checked:i,loose:!1,text:d}),y.raw+=a}y.items[y.items.length-1].raw=a.trimRight(),y.items[y.items.length-1].text=d.trimRight(),y.raw=y.raw.trimRight();let b=y.items.length;for(c=0;c<b;c++)if(this.lexer.state.top=!1,y.items[c].tokens=this.lexer.blockTokens(y.items[c].text,[]),!y.loose){let x=y.items[c].tokens.filter(k=>k.type==="space"),S=x.length>0&&x.some(k=>/\n.*\n/.test(k.raw));y.loose=S}if(y.loose)for(c=0;c<b;c++)y.items[c].loose=!0;return y}}html(e){let t=this.rules.block.html.exec(e);if(t){let a={type:"html",raw:t[0],pre:!this.options.sanitizer&&(t[1]==="pre"||t[1]==="script"||t[1]==="style"),text:t[0]};if(this.options.sanitize){let s=this.options.sanitizer?this.options.sanitizer(t[0]):M(t[0]);a.type="paragraph",a.text=s,a.tokens=this.lexer.inline(s)}return a}}def(e){let t=this.rules.block.def.exec(e);if(t){let a=t[1].toLowerCase().replace(/\s+/g," "),s=t[2]?t[2].replace(/^<(.*)>$/,"$1").replace(this.rules.inline._escapes,"$1"):"",i=t[3]?t[3].substring(1,t[3].length-1).replace(this.rules.inline._escapes,"$1"):t[3];return{type:"def",tag:a,raw:t[0],href:s,title:i}}}table(e){let t=this.rules.block.table.exec(e);if(t){let a={type:"table",header:ha(t[1]).map(s=>({text:s})),align:t[2].replace(/^ *|\| *$/g,"").split(/ *\| */),rows:t[3]&&t[3].trim()?t[3].replace(/\n[ \t]*$/,"").split(`
`):[]};if(a.header.length===a.align.length){a.raw=t[0];let s=a.align.length,i,n,c,l;for(i=0;i<s;i++)/^ *-+: *$/.test(a.align[i])?a.align[i]="right":/^ *:-+: *$/.test(a.align[i])?a.align[i]="center":/^ *:-+ *$/.test(a.align[i])?a.align[i]="left":a.align[i]=null;for(s=a.rows.length,i=0;i<s;i++)a.rows[i]=ha(a.rows[i],a.header.length).map(p=>({text:p}));for(s=a.header.length,n=0;n<s;n++)a.header[n].tokens=this.lexer.inline(a.header[n].text);for(s=a.rows.length,n=0;n<s;n++)for(l=a.rows[n],c=0;c<l.length;c++)l[c].tokens=this.lexer.inline(l[c].text);return a}}}lheading(e){let t=this.rules.block.lheading.exec(e);if(t)return{type:"heading",raw:t[0],depth:t[2].charAt(0)==="="?1:2,text:t[1],tokens:this.lexer.inline(t[1])}}paragraph(e){let t=this.rules.block.paragraph.exec(e);if(t){let a=t[1].charAt(t[1].length-1)===`
`?t[1].slice(0,-1):t[1];return{type:"paragraph",raw:t[0],text:a,tokens:this.lexer.inline(a)}}}text(e){let t=this.rules.block.text.exec(e);if(t)return{type:"text",raw:t[0],text:t[0],tokens:this.lexer.inline(t[0])}}escape(e){let t=this.rules.inline.escape.exec(e);if(t)return{type:"escape",raw:t[0],text:M(t[1])}}tag(e){let t=this.rules.inline.tag.exec(e);if(t)return!this.lexer.state.inLink&&/^<a /i.test(t[0])?this.lexer.state.inLink=!0:this.lexer.state.inLink&&/^<\/a>/i.test(t[0])&&(this.lexer.state.inLink=!1),!this.lexer.state.inRawBlock&&/^<(pre|code|kbd|script)(\s|>)/i.test(t[0])?this.lexer.state.inRawBlock=!0:this.lexer.state.inRawBlock&&/^<\/(pre|code|kbd|script)(\s|>)/i.test(t[0])&&(this.lexer.state.inRawBlock=!1),{type:this.options.sanitize?"text":"html",raw:t[0],inLink:this.lexer.state.inLink,inRawBlock:this.lexer.state.inRawBlock,text:this.options.sanitize?this.options.sanitizer?this.options.sanitizer(t[0]):M(t[0]):t[0]}}link(e){let t=this.rules.inline.link.exec(e);if(t){let a=t[2].trim();if(!this.options.pedantic&&/^</.test(a)){if(!/>$/.test(a))return;let n=_t(a.slice(0,-1),"\\");if((a.length-n.length)%2===0)return}else{let n=Vs(t[2],"()");if(n>-1){let l=(t[0].indexOf("!")===0?5:4)+t[1].length+n;t[2]=t[2].substring(0,n),t[0]=t[0].substring(0,l).trim(),t[3]=""}}let s=t[2],i="";if(this.options.pedantic){let n=/^([^'"]*[^\s])\s+(['"])(.*)\2/.exec(s);n&&(s=n[1],i=n[3])}else i=t[3]?t[3].slice(1,-1):"";return s=s.trim(),/^</.test(s)&&(this.options.pedantic&&!/>$/.test(a)?s=s.slice(1):s=s.slice(1,-1)),ma(t,{href:s&&s.replace(this.rules.inline._escapes,"$1"),title:i&&i.replace(this.rules.inline._escapes,"$1")},t[0],this.lexer)}}reflink(e,t){let a;if((a=this.rules.inline.reflink.exec(e))||(a=this.rules.inline.nolink.exec(e))){let s=(a[2]||a[1]).replace(/\s+/g," ");if(s=t[s.toLowerCase()],!s){let i=a[0].charAt(0);return{type:"text",raw:i,text:i}}return ma(a,s,a[0],this.lexer)}}emStrong(e,t,a=""){let s=this.rules.inline.emStrong.lDelim.exec(e);if(!s||s[3]&&a.match(/[\p{L}\p{N}]/u))return;let i=s[1]||s[2]||"";if(!i||i&&(a===""||this.rules.inline.punctuation.exec(a))){let n=s[0].length-1,c,l,p=n,m=0,u=s[0][0]==="*"?this.rules.inline.emStrong.rDelimAst:this.rules.inline.emStrong.rDelimUnd;for(u.lastIndex=0,t=t.slice(-1*e.length+n);(s=u.exec(t))!=null;){if(c=s[1]||s[2]||s[3]||s[4]||s[5]||s[6],!c)continue;if(l=c.length,s[3]||s[4]){p+=l;continue}else if((s[5]||s[6])&&n%3&&!((n+l)%3)){m+=l;continue}if(p-=l,p>0)continue;l=Math.min(l,l+p+m);let h=e.slice(0,n+s.index+(s[0].length-c.length)+l);if(Math.min(n,l)%2){let v=h.slice(1,-1);return{type:"em",raw:h,text:v,tokens:this.lexer.inlineTokens(v)}}let d=h.slice(2,-2);return{type:"strong",raw:h,text:d,tokens:this.lexer.inlineTokens(d)}}}}codespan(e){let t=this.rules.inline.code.exec(e);if(t){let a=t[2].replace(/\n/g," "),s=/[^ ]/.test(a),i=/^ /.test(a)&&/ $/.test(a);return s&&i&&(a=a.substring(1,a.length-1)),a=M(a,!0),{type:"codespan",raw:t[0],text:a}}}br(e){let t=this.rules.inline.br.exec(e);if(t)return{type:"br",raw:t[0]}}del(e){let t=this.rules.inline.del.exec(e);if(t)return{type:"del",raw:t[0],text:t[2],tokens:this.lexer.inlineTokens(t[2])}}autolink(e,t){let a=this.rules.inline.autolink.exec(e);if(a){let s,i;return a[2]==="@"?(s=M(this.options.mangle?t(a[1]):a[1]),i="mailto:"+s):(s=M(a[1]),i=s),{type:"link",raw:a[0],text:s,href:i,tokens:[{type:"text",raw:s,text:s}]}}}url(e,t){let a;if(a=this.rules.inline.url.exec(e)){let s,i;if(a[2]==="@")s=M(this.options.mangle?t(a[0]):a[0]),i="mailto:"+s;else{let n;do n=a[0],a[0]=this.rules.inline._backpedal.exec(a[0])[0];while(n!==a[0]);s=M(a[0]),a[1]==="www."?i="http://"+a[0]:i=a[0]}return{type:"link",raw:a[0],text:s,href:i,tokens:[{type:"text",raw:s,text:s}]}}}inlineText(e,t){let a=this.rules.inline.text.exec(e);if(a){let s;return this.lexer.state.inRawBlock?s=this.options.sanitize?this.options.sanitizer?this.options.sanitizer(a[0]):M(a[0]):a[0]:s=M(this.options.smartypants?t(a[0]):a[0]),{type:"text",raw:a[0],text:s}}}},R={newline:/^(?: *(?:\n|$))+/,code:/^( {4}[^\n]+(?:\n(?: *(?:\n|$))*)?)+/,fences:/^ {0,3}(`{3,}(?=[^`\n]*(?:\n|$))|~{3,})([^\n]*)(?:\n|$)(?:|([\s\S]*?)(?:\n|$))(?: {0,3}\1[~`]* *(?=\n|$)|$)/,hr:/^ {0,3}((?:-[\t ]*){3,}|(?:_[ \t]*){3,}|(?:\*[ \t]*){3,})(?:\n+|$)/,heading:/^ {0,3}(#{1,6})(?=\s|$)(.*)(?:\n+|$)/,blockquote:/^( {0,3}> ?(paragraph|[^\n]*)(?:\n|$))+/,list:/^( {0,3}bull)([ \t][^\n]+?)?(?:\n|$)/,html:"^ {0,3}(?:<(script|pre|style|textarea)[\\s>][\\s\\S]*?(?:</\\1>[^\\n]*\\n+|$)|comment[^\\n]*(\\n+|$)|<\\?[\\s\\S]*?(?:\\?>\\n*|$)|<![A-Z][\\s\\S]*?(?:>\\n*|$)|<!\\[CDATA\\[[\\s\\S]*?(?:\\]\\]>\\n*|$)|</?(tag)(?: +|\\n|/?>)[\\s\\S]*?(?:(?:\\n *)+\\n|$)|<(?!script|pre|style|textarea)([a-z][\\w-]*)(?:attribute)*? */?>(?=[ \\t]*(?:\\n|$))[\\s\\S]*?(?:(?:\\n *)+\\n|$)|</(?!script|pre|style|textarea)[a-z][\\w-]*\\s*>(?=[ \\t]*(?:\\n|$))[\\s\\S]*?(?:(?:\\n *)+\\n|$))",def:/^ {0,3}\[(label)\]: *(?:\n *)?([^<\s][^\s]*|<.*?>)(?:(?: +(?:\n *)?| *\n *)(title))? *(?:\n+|$)/,table:It,lheading:/^((?:.|\n(?!\n))+?)\n {0,3}(=+|-+) *(?:\n+|$)/,_paragraph:/^([^\n]+(?:\n(?!hr|heading|lheading|blockquote|fences|list|html|table| +\n)[^\n]+)*)/,text:/^[^\n]+/};R._label=/(?!\s*\])(?:\\.|[^\[\]\\])+/;R._title=/(?:"(?:\\"?|[^"\\])*"|'[^'\n]*(?:\n[^'\n]+)*\n?'|\([^()]*\))/;R.def=B(R.def).replace("label",R._label).replace("title",R._title).getRegex();R.bullet=/(?:[*+-]|\d{1,9}[.)])/;R.listItemStart=B(/^( *)(bull) */).replace("bull",R.bullet).getRegex();R.list=B(R.list).replace(/bull/g,R.bullet).replace("hr","\\n+(?=\\1?(?:(?:- *){3,}|(?:_ *){3,}|(?:\\* *){3,})(?:\\n+|$))").replace("def","\\n+(?="+R.def.source+")").getRegex();R._tag="address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|meta|nav|noframes|ol|optgroup|option|p|param|section|source|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul";R._comment=/<!--(?!-?>)[\s\S]*?(?:-->|$)/;R.html=B(R.html,"i").replace("comment",R._comment).replace("tag",R._tag).replace("attribute",/ +[a-zA-Z:_][\w.:-]*(?: *= *"[^"\n]*"| *= *'[^'\n]*'| *= *[^\s"'=<>`]+)?/).getRegex();R.paragraph=B(R._paragraph).replace("hr",R.hr).replace("heading"," {0,3}#{1,6} ").replace("|lheading","").replace("|table","").replace("blockquote"," {0,3}>").replace("fences"," {0,3}(?:`{3,}(?=[^`\\n]*\\n)|~{3,})[^\\n]*\\n").replace("list"," {0,3}(?:[*+-]|1[.)]) ").replace("html","</?(?:tag)(?: +|\\n|/?>)|<(?:script|pre|style|textarea|!--)").replace("tag",R._tag).getRegex();R.blockquote=B(R.blockquote).replace("paragraph",R.paragraph).getRegex();R.normal={...R};R.gfm={...R.normal,table:"^ *([^\\n ].*\\|.*)\\n {0,3}(?:\\| *)?(:?-+:? *(?:\\| *:?-+:? *)*)(?:\\| *)?(?:\\n((?:(?! *\\n|hr|heading|blockquote|code|fences|list|html).*(?:\\n|$))*)\\n*|$)"};R.gfm.table=B(R.gfm.table).replace("hr",R.hr).replace("heading"," {0,3}#{1,6} ").replace("blockquote"," {0,3}>").replace("code"," {4}[^\\n]").replace("fences"," {0,3}(?:`{3,}(?=[^`\\n]*\\n)|~{3,})[^\\n]*\\n").replace("list"," {0,3}(?:[*+-]|1[.)]) ").replace("html","</?(?:tag)(?: +|\\n|/?>)|<(?:script|pre|style|textarea|!--)").replace("tag",R._tag).getRegex();R.gfm.paragraph=B(R._paragraph).replace("hr",R.hr).replace("heading"," {0,3}#{1,6} ").replace("|lheading","").replace("table",R.gfm.table).replace("blockquote"," {0,3}>").replace("fences"," {0,3}(?:`{3,}(?=[^`\\n]*\\n)|~{3,})[^\\n]*\\n").replace("list"," {0,3}(?:[*+-]|1[.)]) ").replace("html","</?(?:tag)(?: +|\\n|/?>)|<(?:script|pre|style|textarea|!--)").replace("tag",R._tag).getRegex();R.pedantic={...R.normal,html:B(`^ *(?:comment *(?:\\n|\\s*$)|<(tag)[\\s\\S]+?</\\1> *(?:\\n{2,}|\\s*$)|<tag(?:"[^"]*"|'[^']*'|\\s[^'"/>\\s]*)*?/?> *(?:\\n{2,}|\\s*$))`).replace("comment",R._comment).replace(/tag/g,"(?!(?:a|em|strong|small|s|cite|q|dfn|abbr|data|time|code|var|samp|kbd|sub|sup|i|b|u|mark|ruby|rt|rp|bdi|bdo|span|br|wbr|ins|del|img)\\b)\\w+(?!:|[^\\w\\s@]*@)\\b").getRegex(),def:/^ *\[([^\]]+)\]: *<?([^\s>]+)>?(?: +(["(][^\n]+[")]))? *(?:\n+|$)/,heading:/^(#{1,6})(.*)(?:\n+|$)/,fences:It,lheading:/^(.+?)\n {0,3}(=+|-+) *(?:\n+|$)/,paragraph:B(R.normal._paragraph).replace("hr",R.hr).replace("heading",` *#{1,6} *[^
]`).replace("lheading",R.lheading).replace("blockquote"," {0,3}>").replace("|fences","").replace("|list","").replace("|html","").getRegex()};var E={escape:/^\\([!"#$%&'()*+,\-./:;<=>?@\[\]\\^_`{|}~])/,autolink:/^<(scheme:[^\s\x00-\x1f<>]*|email)>/,url:It,tag:"^comment|^</[a-zA-Z][\\w:-]*\\s*>|^<[a-zA-Z][\\w-]*(?:attribute)*?\\s*/?>|^<\\?[\\s\\S]*?\\?>|^<![a-zA-Z]+\\s[\\s\\S]*?>|^<!\\[CDATA\\[[\\s\\S]*?\\]\\]>",link:/^!?\[(label)\]\(\s*(href)(?:\s+(title))?\s*\)/,reflink:/^!?\[(label)\]\[(ref)\]/,nolink:/^!?\[(ref)\](?:\[\])?/,reflinkSearch:"reflink|nolink(?!\\()",emStrong:{lDelim:/^(?:\*+(?:([punct_])|[^\s*]))|^_+(?:([punct*])|([^\s_]))/,rDelimAst:/^(?:[^_*\\]|\\.)*?\_\_(?:[^_*\\]|\\.)*?\*(?:[^_*\\]|\\.)*?(?=\_\_)|(?:[^*\\]|\\.)+(?=[^*])|[punct_](\*+)(?=[\s]|$)|(?:[^punct*_\s\\]|\\.)(\*+)(?=[punct_\s]|$)|[punct_\s](\*+)(?=[^punct*_\s])|[\s](\*+)(?=[punct_])|[punct_](\*+)(?=[punct_])|(?:[^punct*_\s\\]|\\.)(\*+)(?=[^punct*_\s])/,rDelimUnd:/^(?:[^_*\\]|\\.)*?\*\*(?:[^_*\\]|\\.)*?\_(?:[^_*\\]|\\.)*?(?=\*\*)|(?:[^_\\]|\\.)+(?=[^_])|[punct*](\_+)(?=[\s]|$)|(?:[^punct*_\s\\]|\\.)(\_+)(?=[punct*\s]|$)|[punct*\s](\_+)(?=[^punct*_\s])|[\s](\_+)(?=[punct*])|[punct*](\_+)(?=[punct*])/},code:/^(`+)([^`]|[^`][\s\S]*?[^`])\1(?!`)/,br:/^( {2,}|\\)\n(?!\s*$)/,del:It,text:/^(`+|[^`])(?:(?= {2,}\n)|[\s\S]*?(?:(?=[\\<!\[`*_]|\b_|$)|[^ ](?= {2,}\n)))/,punctuation:/^([\spunctuation])/};E._punctuation="!\"#$%&'()+\\-.,/:;<=>?@\\[\\]`^{|}~";E.punctuation=B(E.punctuation).replace(/punctuation/g,E._punctuation).getRegex();E.blockSkip=/\[[^\]]*?\]\([^\)]*?\)|`[^`]*?`|<[^>]*?>/g;E.escapedEmSt=/(?:^|[^\\])(?:\\\\)*\\[*_]/g;E._comment=B(R._comment).replace("(?:-->|$)","-->").getRegex();E.emStrong.lDelim=B(E.emStrong.lDelim).replace(/punct/g,E._punctuation).getRegex();E.emStrong.rDelimAst=B(E.emStrong.rDelimAst,"g").replace(/punct/g,E._punctuation).getRegex();E.emStrong.rDelimUnd=B(E.emStrong.rDelimUnd,"g").replace(/punct/g,E._punctuation).getRegex();E._escapes=/\\([!"#$%&'()*+,\-./:;<=>?@\[\]\\^_`{|}~])/g;E._scheme=/[a-zA-Z][a-zA-Z0-9+.-]{1,31}/;E._email=/[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+(@)[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)+(?![-_])/;E.autolink=B(E.autolink).replace("scheme",E._scheme).replace("email",E._email).getRegex();E._attribute=/\s+[a-zA-Z:_][\w.:-]*(?:\s*=\s*"[^"]*"|\s*=\s*'[^']*'|\s*=\s*[^\s"'=<>`]+)?/;E.tag=B(E.tag).replace("comment",E._comment).replace("attribute",E._attribute).getRegex();E._label=/(?:\[(?:\\.|[^\[\]\\])*\]|\\.|`[^`]*`|[^\[\]\\`])*?/;E._href=/<(?:\\.|[^\n<>\\])+>|[^\s\x00-\x1f]*/;E._title=/"(?:\\"?|[^"\\])*"|'(?:\\'?|[^'\\])*'|\((?:\\\)?|[^)\\])*\)/;E.link=B(E.link).replace("label",E._label).replace("href",E._href).replace("title",E._title).getRegex();E.reflink=B(E.reflink).replace("label",E._label).replace("ref",R._label).getRegex();E.nolink=B(E.nolink).replace("ref",R._label).getRegex();E.reflinkSearch=B(E.reflinkSearch,"g").replace("reflink",E.reflink).replace("nolink",E.nolink).getRegex();E.normal={...E};E.pedantic={...E.normal,strong:{start:/^__|\*\*/,middle:/^__(?=\S)([\s\S]*?\S)__(?!_)|^\*\*(?=\S)([\s\S]*?\S)\*\*(?!\*)/,endAst:/\*\*(?!\*)/g,endUnd:/__(?!_)/g},em:{start:/^_|\*/,middle:/^()\*(?=\S)([\s\S]*?\S)\*(?!\*)|^_(?=\S)([\s\S]*?\S)_(?!_)/,endAst:/\*(?!\*)/g,endUnd:/_(?!_)/g},link:B(/^!?\[(label)\]\((.*?)\)/).replace("label",E._label).getRegex(),reflink:B(/^!?\[(label)\]\s*\[([^\]]*)\]/).replace("label",E._label).getRegex()};E.gfm={...E.normal,escape:B(E.escape).replace("])","~|])").getRegex(),_extended_email:/[A-Za-z0-9._+-]+(@)[a-zA-Z0-9-_]+(?:\.[a-zA-Z0-9-_]*[a-zA-Z0-9])+(?![-_])/,url:/^((?:ftp|https?):\/\/|www\.)(?:[a-zA-Z0-9\-]+\.?)+[^\s<]*|^email/,_backpedal:/(?:[^?!.,:;*_'"~()&]+|\([^)]*\)|&(?![a-zA-Z0-9]+;$)|[?!.,:;*_'"~)]+(?!$))+/,del:/^(~~?)(?=[^\s~])([\s\S]*?[^\s~])\1(?=[^~]|$)/,text:/^([`~]+|[^`~])(?:(?= {2,}\n)|(?=[a-zA-Z0-9.!#$%&'*+\/=?_`{\|}~-]+@)|[\s\S]*?(?:(?=[\\<!\[`*~_]|\b_|https?:\/\/|ftp:\/\/|www\.|$)|[^ ](?= {2,}\n)|[^a-zA-Z0-9.!#$%&'*+\/=?_`{\|}~-](?=[a-zA-Z0-9.!#$%&'*+\/=?_`{\|}~-]+@)))/};E.gfm.url=B(E.gfm.url,"i").replace("email",E.gfm._extended_email).getRegex();E.breaks={...E.gfm,br:B(E.br).replace("{2,}","*").getRegex(),text:B(E.gfm.text).replace("\\b_","\\b_| {2,}\\n").replace(/\{2,\}/g,"*").getRegex()};function Zs(r){return r.replace(/---/g,"\u2014").replace(/--/g,"\u2013").replace(/(^|[-\u2014/(\[{"\s])'/g,"$1\u2018").replace(/'/g,"\u2019").replace(/(^|[-\u2014/(\[{\u2018\s])"/g,"$1\u201C").replace(/"/g,"\u201D").replace(/\.{3}/g,"\u2026")}function ga(r){let e="",t,a,s=r.length;for(t=0;t<s;t++)a=r.charCodeAt(t),Math.random()>.5&&(a="x"+a.toString(16)),e+="&#"+a+";";return e}var Ae=class r{constructor(e){this.tokens=[],this.tokens.links=Object.create(null),this.options=e||Ce,this.options.tokenizer=this.options.tokenizer||new Qe,this.tokenizer=this.options.tokenizer,this.tokenizer.options=this.options,this.tokenizer.lexer=this,this.inlineQueue=[],this.state={inLink:!1,inRawBlock:!1,top:!0};let t={block:R.normal,inline:E.normal};this.options.pedantic?(t.block=R.pedantic,t.inline=E.pedantic):this.options.gfm&&(t.block=R.gfm,this.options.breaks?t.inline=E.breaks:t.inline=E.gfm),this.tokenizer.rules=t}static get rules(){return{block:R,inline:E}}static lex(e,t){return new r(t).lex(e)}static lexInline(e,t){return new r(t).inlineTokens(e)}lex(e){e=e.replace(/\r\n|\r/g,`
`),this.blockTokens(e,this.tokens);let t;for(;t=this.inlineQueue.shift();)this.inlineTokens(t.src,t.tokens);return this.tokens}blockTokens(e,t=[]){this.options.pedantic?e=e.replace(/\t/g,"    ").replace(/^ +$/gm,""):e=e.replace(/^( *)(\t+)/gm,(c,l,p)=>l+"    ".repeat(p.length));let a,s,i,n;for(;e;)if(!(this.options.extensions&&this.options.extensions.block&&this.options.extensions.block.some(c=>(a=c.call({lexer:this},e,t))?(e=e.substring(a.raw.length),t.push(a),!0):!1))){if(a=this.tokenizer.space(e)){e=e.substring(a.raw.length),a.raw.length===1&&t.length>0?t[t.length-1].raw+=`
`:t.push(a);continue}if(a=this.tokenizer.code(e)){e=e.substring(a.raw.length),s=t[t.length-1],s&&(s.type==="paragraph"||s.type==="text")?(s.raw+=`
`+a.raw,s.text+=`
`+a.text,this.inlineQueue[this.inlineQueue.length-1].src=s.text):t.push(a);continue}if(a=this.tokenizer.fences(e)){e=e.substring(a.raw.length),t.push(a);continue}if(a=this.tokenizer.heading(e)){e=e.substring(a.raw.length),t.push(a);continue}if(a=this.tokenizer.hr(e)){e=e.substring(a.raw.length),t.push(a);continue}if(a=this.tokenizer.blockquote(e)){e=e.substring(a.raw.length),t.push(a);continue}if(a=this.tokenizer.list(e)){e=e.substring(a.raw.length),t.push(a);continue}if(a=this.tokenizer.html(e)){e=e.substring(a.raw.length),t.push(a);continue}if(a=this.tokenizer.def(e)){e=e.substring(a.raw.length),s=t[t.length-1],s&&(s.type==="paragraph"||s.type==="text")?(s.raw+=`
`+a.raw,s.text+=`
`+a.raw,this.inlineQueue[this.inlineQueue.length-1].src=s.text):this.tokens.links[a.tag]||(this.tokens.links[a.tag]={href:a.href,title:a.title});continue}if(a=this.tokenizer.table(e)){e=e.substring(a.raw.length),t.push(a);continue}if(a=this.tokenizer.lheading(e)){e=e.substring(a.raw.length),t.push(a);continue}if(i=e,this.options.extensions&&this.options.extensions.startBlock){let c=1/0,l=e.slice(1),p;this.options.extensions.startBlock.forEach(function(m){p=m.call({lexer:this},l),typeof p=="number"&&p>=0&&(c=Math.min(c,p))}),c<1/0&&c>=0&&(i=e.substring(0,c+1))}if(this.state.top&&(a=this.tokenizer.paragraph(i))){s=t[t.length-1],n&&s.type==="paragraph"?(s.raw+=`
`+a.raw,s.text+=`
`+a.text,this.inlineQueue.pop(),this.inlineQueue[this.inlineQueue.length-1].src=s.text):t.push(a),n=i.length!==e.length,e=e.substring(a.raw.length);continue}if(a=this.tokenizer.text(e)){e=e.substring(a.raw.length),s=t[t.length-1],s&&s.type==="text"?(s.raw+=`
`+a.raw,s.text+=`
`+a.text,this.inlineQueue.pop(),this.inlineQueue[this.inlineQueue.length-1].src=s.text):t.push(a);continue}if(e){let c="Infinite loop on byte: "+e.charCodeAt(0);if(this.options.silent){console.error(c);break}else throw new Error(c)}}return this.state.top=!0,t}inline(e,t=[]){return this.inlineQueue.push({src:e,tokens:t}),t}inlineTokens(e,t=[]){let a,s,i,n=e,c,l,p;if(this.tokens.links){let m=Object.keys(this.tokens.links);if(m.length>0)for(;(c=this.tokenizer.rules.inline.reflinkSearch.exec(n))!=null;)m.includes(c[0].slice(c[0].lastIndexOf("[")+1,-1))&&(n=n.slice(0,c.index)+"["+fa("a",c[0].length-2)+"]"+n.slice(this.tokenizer.rules.inline.reflinkSearch.lastIndex))}for(;(c=this.tokenizer.rules.inline.blockSkip.exec(n))!=null;)n=n.slice(0,c.index)+"["+fa("a",c[0].length-2)+"]"+n.slice(this.tokenizer.rules.inline.blockSkip.lastIndex);for(;(c=this.tokenizer.rules.inline.escapedEmSt.exec(n))!=null;)n=n.slice(0,c.index+c[0].length-2)+"++"+n.slice(this.tokenizer.rules.inline.escapedEmSt.lastIndex),this.tokenizer.rules.inline.escapedEmSt.lastIndex--;for(;e;)if(l||(p=""),l=!1,!(this.options.extensions&&this.options.extensions.inline&&this.options.extensions.inline.some(m=>(a=m.call({lexer:this},e,t))?(e=e.substring(a.raw.length),t.push(a),!0):!1))){if(a=this.tokenizer.escape(e)){e=e.substring(a.raw.length),t.push(a);continue}if(a=this.tokenizer.tag(e)){e=e.substring(a.raw.length),s=t[t.length-1],s&&a.type==="text"&&s.type==="text"?(s.raw+=a.raw,s.text+=a.text):t.push(a);continue}if(a=this.tokenizer.link(e)){e=e.substring(a.raw.length),t.push(a);continue}if(a=this.tokenizer.reflink(e,this.tokens.links)){e=e.substring(a.raw.length),s=t[t.length-1],s&&a.type==="text"&&s.type==="text"?(s.raw+=a.raw,s.text+=a.text):t.push(a);continue}if(a=this.tokenizer.emStrong(e,n,p)){e=e.substring(a.raw.length),t.push(a);continue}if(a=this.tokenizer.codespan(e)){e=e.substring(a.raw.length),t.push(a);continue}if(a=this.tokenizer.br(e)){e=e.substring(a.raw.length),t.push(a);continue}if(a=this.tokenizer.del(e)){e=e.substring(a.raw.length),t.push(a);continue}if(a=this.tokenizer.autolink(e,ga)){e=e.substring(a.raw.length),t.push(a);continue}if(!this.state.inLink&&(a=this.tokenizer.url(e,ga))){e=e.substring(a.raw.length),t.push(a);continue}if(i=e,this.options.extensions&&this.options.extensions.startInline){let m=1/0,u=e.slice(1),h;this.options.extensions.startInline.forEach(function(d){h=d.call({lexer:this},u),typeof h=="number"&&h>=0&&(m=Math.min(m,h))}),m<1/0&&m>=0&&(i=e.substring(0,m+1))}if(a=this.tokenizer.inlineText(i,Zs)){e=e.substring(a.raw.length),a.raw.slice(-1)!=="_"&&(p=a.raw.slice(-1)),l=!0,s=t[t.length-1],s&&s.type==="text"?(s.raw+=a.raw,s.text+=a.text):t.push(a);continue}if(e){let m="Infinite loop on byte: "+e.charCodeAt(0);if(this.options.silent){console.error(m);break}else throw new Error(m)}}return t}},et=class{constructor(e){this.options=e||Ce}code(e,t,a){let s=(t||"").match(/\S*/)[0];if(this.options.highlight){let i=this.options.highlight(e,s);i!=null&&i!==e&&(a=!0,e=i)}return e=e.replace(/\n$/,"")+`
`,s?'<pre><code class="'+this.options.langPrefix+M(s)+'">'+(a?e:M(e,!0))+`</code></pre>
`:"<pre><code>"+(a?e:M(e,!0))+`</code></pre>
`}blockquote(e){return`<blockquote>
${e}</blockquote>
`}html(e){return e}heading(e,t,a,s){if(this.options.headerIds){let i=this.options.headerPrefix+s.slug(a);return`<h${t} id="${i}">${e}</h${t}>
`}return`<h${t}>${e}</h${t}>
`}hr(){return this.options.xhtml?`<hr/>
`:`<hr>
`}list(e,t,a){let s=t?"ol":"ul",i=t&&a!==1?' start="'+a+'"':"";return"<"+s+i+`>
`+e+"</"+s+`>
`}listitem(e){return`<li>${e}</li>
`}checkbox(e){return"<input "+(e?'checked="" ':"")+'disabled="" type="checkbox"'+(this.options.xhtml?" /":"")+"> "}paragraph(e){return`<p>${e}</p>
`}table(e,t){return t&&(t=`<tbody>${t}</tbody>`),`<table>
<thead>
`+e+`</thead>
`+t+`</table>
`}tablerow(e){return`<tr>
${e}</tr>
`}tablecell(e,t){let a=t.header?"th":"td";return(t.align?`<${a} align="${t.align}">`:`<${a}>`)+e+`</${a}>
`}strong(e){return`<strong>${e}</strong>`}em(e){return`<em>${e}</em>`}codespan(e){return`<code>${e}</code>`}br(){return this.options.xhtml?"<br/>":"<br>"}del(e){return`<del>${e}</del>`}link(e,t,a){if(e=ua(this.options.sanitize,this.options.baseUrl,e),e===null)return a;let s='<a href="'+e+'"';return t&&(s+=' title="'+t+'"'),s+=">"+a+"</a>",s}image(e,t,a){if(e=ua(this.options.sanitize,this.options.baseUrl,e),e===null)return a;let s=`<img src="${e}" alt="${a}"`;return t&&(s+=` title="${t}"`),s+=this.options.xhtml?"/>":">",s}text(e){return e}},Lt=class{strong(e){return e}em(e){return e}codespan(e){return e}del(e){return e}html(e){return e}text(e){return e}link(e,t,a){return""+a}image(e,t,a){return""+a}br(){return""}},zt=class{constructor(){this.seen={}}serialize(e){return e.toLowerCase().trim().replace(/<[!\/a-z].*?>/ig,"").replace(/[\u2000-\u206F\u2E00-\u2E7F\\'!"#$%&()*+,./:;<=>?@[\]^`{|}~]/g,"").replace(/\s/g,"-")}getNextSafeSlug(e,t){let a=e,s=0;if(this.seen.hasOwnProperty(a)){s=this.seen[e];do s++,a=e+"-"+s;while(this.seen.hasOwnProperty(a))}return t||(this.seen[e]=s,this.seen[a]=0),a}slug(e,t={}){let a=this.serialize(e);return this.getNextSafeSlug(a,t.dryrun)}},Te=class r{constructor(e){this.options=e||Ce,this.options.renderer=this.options.renderer||new et,this.renderer=this.options.renderer,this.renderer.options=this.options,this.textRenderer=new Lt,this.slugger=new zt}static parse(e,t){return new r(t).parse(e)}static parseInline(e,t){return new r(t).parseInline(e)}parse(e,t=!0){let a="",s,i,n,c,l,p,m,u,h,d,v,g,f,y,$,b,x,S,k,C=e.length;for(s=0;s<C;s++){if(d=e[s],this.options.extensions&&this.options.extensions.renderers&&this.options.extensions.renderers[d.type]&&(k=this.options.extensions.renderers[d.type].call({parser:this},d),k!==!1||!["space","hr","heading","code","table","blockquote","list","html","paragraph","text"].includes(d.type))){a+=k||"";continue}switch(d.type){case"space":continue;case"hr":{a+=this.renderer.hr();continue}case"heading":{a+=this.renderer.heading(this.parseInline(d.tokens),d.depth,va(this.parseInline(d.tokens,this.textRenderer)),this.slugger);continue}case"code":{a+=this.renderer.code(d.text,d.lang,d.escaped);continue}case"table":{for(u="",m="",c=d.header.length,i=0;i<c;i++)m+=this.renderer.tablecell(this.parseInline(d.header[i].tokens),{header:!0,align:d.align[i]});for(u+=this.renderer.tablerow(m),h="",c=d.rows.length,i=0;i<c;i++){for(p=d.rows[i],m="",l=p.length,n=0;n<l;n++)m+=this.renderer.tablecell(this.parseInline(p[n].tokens),{header:!1,align:d.align[n]});h+=this.renderer.tablerow(m)}a+=this.renderer.table(u,h);continue}case"blockquote":{h=this.parse(d.tokens),a+=this.renderer.blockquote(h);continue}case"list":{for(v=d.ordered,g=d.start,f=d.loose,c=d.items.length,h="",i=0;i<c;i++)$=d.items[i],b=$.checked,x=$.task,y="",$.task&&(S=this.renderer.checkbox(b),f?$.tokens.length>0&&$.tokens[0].type==="paragraph"?($.tokens[0].text=S+" "+$.tokens[0].text,$.tokens[0].tokens&&$.tokens[0].tokens.length>0&&$.tokens[0].tokens[0].type==="text"&&($.tokens[0].tokens[0].text=S+" "+$.tokens[0].tokens[0].text)):$.tokens.unshift({type:"text",text:S}):y+=S),y+=this.parse($.tokens,f),h+=this.renderer.listitem(y,x,b);a+=this.renderer.list(h,v,g);continue}case"html":{a+=this.renderer.html(d.text);continue}case"paragraph":{a+=this.renderer.paragraph(this.parseInline(d.tokens));continue}case"text":{for(h=d.tokens?this.parseInline(d.tokens):d.text;s+1<C&&e[s+1].type==="text";)d=e[++s],h+=`
`+(d.tokens?this.parseInline(d.tokens):d.text);a+=t?this.renderer.paragraph(h):h;continue}default:{let z='Token with "'+d.type+'" type was not found.';if(this.options.silent){console.error(z);return}else throw new Error(z)}}}return a}parseInline(e,t){t=t||this.renderer;let a="",s,i,n,c=e.length;for(s=0;s<c;s++){if(i=e[s],this.options.extensions&&this.options.extensions.renderers&&this.options.extensions.renderers[i.type]&&(n=this.options.extensions.renderers[i.type].call({parser:this},i),n!==!1||!["escape","html","link","image","strong","em","codespan","br","del","text"].includes(i.type))){a+=n||"";continue}switch(i.type){case"escape":{a+=t.text(i.text);break}case"html":{a+=t.html(i.text);break}case"link":{a+=t.link(i.href,i.title,this.parseInline(i.tokens,t));break}case"image":{a+=t.image(i.href,i.title,i.text);break}case"strong":{a+=t.strong(this.parseInline(i.tokens,t));break}case"em":{a+=t.em(this.parseInline(i.tokens,t));break}case"codespan":{a+=t.codespan(i.text);break}case"br":{a+=t.br();break}case"del":{a+=t.del(this.parseInline(i.tokens,t));break}case"text":{a+=t.text(i.text);break}default:{let l='Token with "'+i.type+'" type was not found.';if(this.options.silent){console.error(l);return}else throw new Error(l)}}}return a}},tt=class{constructor(e){this.options=e||Ce}static passThroughHooks=new Set(["preprocess","postprocess"]);preprocess(e){return e}postprocess(e){return e}};function Js(r,e,t){return a=>{if(a.message+=`
Please report this to https://github.com/markedjs/marked.`,r){let s="<p>An error occurred:</p><pre>"+M(a.message+"",!0)+"</pre>";if(e)return Promise.resolve(s);if(t){t(null,s);return}return s}if(e)return Promise.reject(a);if(t){t(a);return}throw a}}function $a(r,e){return(t,a,s)=>{typeof a=="function"&&(s=a,a=null);let i={...a};a={...w.defaults,...i};let n=Js(a.silent,a.async,s);if(typeof t>"u"||t===null)return n(new Error("marked(): input parameter is undefined or null"));if(typeof t!="string")return n(new Error("marked(): input parameter is of type "+Object.prototype.toString.call(t)+", string expected"));if(Gs(a),a.hooks&&(a.hooks.options=a),s){let c=a.highlight,l;try{a.hooks&&(t=a.hooks.preprocess(t)),l=r(t,a)}catch(u){return n(u)}let p=function(u){let h;if(!u)try{a.walkTokens&&w.walkTokens(l,a.walkTokens),h=e(l,a),a.hooks&&(h=a.hooks.postprocess(h))}catch(d){u=d}return a.highlight=c,u?n(u):s(null,h)};if(!c||c.length<3||(delete a.highlight,!l.length))return p();let m=0;w.walkTokens(l,function(u){u.type==="code"&&(m++,setTimeout(()=>{c(u.text,u.lang,function(h,d){if(h)return p(h);d!=null&&d!==u.text&&(u.text=d,u.escaped=!0),m--,m===0&&p()})},0))}),m===0&&p();return}if(a.async)return Promise.resolve(a.hooks?a.hooks.preprocess(t):t).then(c=>r(c,a)).then(c=>a.walkTokens?Promise.all(w.walkTokens(c,a.walkTokens)).then(()=>c):c).then(c=>e(c,a)).then(c=>a.hooks?a.hooks.postprocess(c):c).catch(n);try{a.hooks&&(t=a.hooks.preprocess(t));let c=r(t,a);a.walkTokens&&w.walkTokens(c,a.walkTokens);let l=e(c,a);return a.hooks&&(l=a.hooks.postprocess(l)),l}catch(c){return n(c)}}}function w(r,e,t){return $a(Ae.lex,Te.parse)(r,e,t)}w.options=w.setOptions=function(r){return w.defaults={...w.defaults,...r},zs(w.defaults),w};w.getDefaults=ba;w.defaults=Ce;w.use=function(...r){let e=w.defaults.extensions||{renderers:{},childTokens:{}};r.forEach(t=>{let a={...t};if(a.async=w.defaults.async||a.async||!1,t.extensions&&(t.extensions.forEach(s=>{if(!s.name)throw new Error("extension name required");if(s.renderer){let i=e.renderers[s.name];i?e.renderers[s.name]=function(...n){let c=s.renderer.apply(this,n);return c===!1&&(c=i.apply(this,n)),c}:e.renderers[s.name]=s.renderer}if(s.tokenizer){if(!s.level||s.level!=="block"&&s.level!=="inline")throw new Error("extension level must be 'block' or 'inline'");e[s.level]?e[s.level].unshift(s.tokenizer):e[s.level]=[s.tokenizer],s.start&&(s.level==="block"?e.startBlock?e.startBlock.push(s.start):e.startBlock=[s.start]:s.level==="inline"&&(e.startInline?e.startInline.push(s.start):e.startInline=[s.start]))}s.childTokens&&(e.childTokens[s.name]=s.childTokens)}),a.extensions=e),t.renderer){let s=w.defaults.renderer||new et;for(let i in t.renderer){let n=s[i];s[i]=(...c)=>{let l=t.renderer[i].apply(s,c);return l===!1&&(l=n.apply(s,c)),l}}a.renderer=s}if(t.tokenizer){let s=w.defaults.tokenizer||new Qe;for(let i in t.tokenizer){let n=s[i];s[i]=(...c)=>{let l=t.tokenizer[i].apply(s,c);return l===!1&&(l=n.apply(s,c)),l}}a.tokenizer=s}if(t.hooks){let s=w.defaults.hooks||new tt;for(let i in t.hooks){let n=s[i];tt.passThroughHooks.has(i)?s[i]=c=>{if(w.defaults.async)return Promise.resolve(t.hooks[i].call(s,c)).then(p=>n.call(s,p));let l=t.hooks[i].call(s,c);return n.call(s,l)}:s[i]=(...c)=>{let l=t.hooks[i].apply(s,c);return l===!1&&(l=n.apply(s,c)),l}}a.hooks=s}if(t.walkTokens){let s=w.defaults.walkTokens;a.walkTokens=function(i){let n=[];return n.push(t.walkTokens.call(this,i)),s&&(n=n.concat(s.call(this,i))),n}}w.setOptions(a)})};w.walkTokens=function(r,e){let t=[];for(let a of r)switch(t=t.concat(e.call(w,a)),a.type){case"table":{for(let s of a.header)t=t.concat(w.walkTokens(s.tokens,e));for(let s of a.rows)for(let i of s)t=t.concat(w.walkTokens(i.tokens,e));break}case"list":{t=t.concat(w.walkTokens(a.items,e));break}default:w.defaults.extensions&&w.defaults.extensions.childTokens&&w.defaults.extensions.childTokens[a.type]?w.defaults.extensions.childTokens[a.type].forEach(function(s){t=t.concat(w.walkTokens(a[s],e))}):a.tokens&&(t=t.concat(w.walkTokens(a.tokens,e)))}return t};w.parseInline=$a(Ae.lexInline,Te.parseInline);w.Parser=Te;w.parser=Te.parse;w.Renderer=et;w.TextRenderer=Lt;w.Lexer=Ae;w.lexer=Ae.lex;w.Tokenizer=Qe;w.Slugger=zt;w.Hooks=tt;w.parse=w;var Qi=w.options,en=w.setOptions,tn=w.use,rn=w.walkTokens,an=w.parseInline;var sn=Te.parse,nn=Ae.lex;var ar=Ve(Bt());(function(r){var e=/(?:"(?:\\(?:\r\n|[\s\S])|[^"\\\r\n])*"|'(?:\\(?:\r\n|[\s\S])|[^'\\\r\n])*')/;r.languages.css={comment:/\/\*[\s\S]*?\*\//,atrule:{pattern:RegExp("@[\\w-](?:"+/[^;{\s"']|\s+(?!\s)/.source+"|"+e.source+")*?"+/(?:;|(?=\s*\{))/.source),inside:{rule:/^@[\w-]+/,"selector-function-argument":{pattern:/(\bselector\s*\(\s*(?![\s)]))(?:[^()\s]|\s+(?![\s)])|\((?:[^()]|\([^()]*\))*\))+(?=\s*\))/,lookbehind:!0,alias:"selector"},keyword:{pattern:/(^|[^\w-])(?:and|not|only|or)(?![\w-])/,lookbehind:!0}}},url:{pattern:RegExp("\\burl\\((?:"+e.source+"|"+/(?:[^\\\r\n()"']|\\[\s\S])*/.source+")\\)","i"),greedy:!0,inside:{function:/^url/i,punctuation:/^\(|\)$/,string:{pattern:RegExp("^"+e.source+"$"),alias:"url"}}},selector:{pattern:RegExp(`(^|[{}\\s])[^{}\\s](?:[^{};"'\\s]|\\s+(?![\\s{])|`+e.source+")*(?=\\s*\\{)"),lookbehind:!0},string:{pattern:e,greedy:!0},property:{pattern:/(^|[^-\w\xA0-\uFFFF])(?!\s)[-_a-z\xA0-\uFFFF](?:(?!\s)[-\w\xA0-\uFFFF])*(?=\s*:)/i,lookbehind:!0},important:/!important\b/i,function:{pattern:/(^|[^-a-z0-9])[-a-z0-9]+(?=\()/i,lookbehind:!0},punctuation:/[(){};:,]/},r.languages.css.atrule.inside.rest=r.languages.css;var t=r.languages.markup;t&&(t.tag.addInlined("style","css"),t.tag.addAttribute("style","css"))})(Prism);(function(r){var e=/[*&][^\s[\]{},]+/,t=/!(?:<[\w\-%#;/?:@&=+$,.!~*'()[\]]+>|(?:[a-zA-Z\d-]*!)?[\w\-%#;/?:@&=+$.~*'()]+)?/,a="(?:"+t.source+"(?:[ 	]+"+e.source+")?|"+e.source+"(?:[ 	]+"+t.source+")?)",s=/(?:[^\s\x00-\x08\x0e-\x1f!"#%&'*,\-:>?@[\]`{|}\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]|[?:-]<PLAIN>)(?:[ \t]*(?:(?![#:])<PLAIN>|:<PLAIN>))*/.source.replace(/<PLAIN>/g,function(){return/[^\s\x00-\x08\x0e-\x1f,[\]{}\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]/.source}),i=/"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*'/.source;function n(c,l){l=(l||"").replace(/m/g,"")+"m";var p=/([:\-,[{]\s*(?:\s<<prop>>[ \t]+)?)(?:<<value>>)(?=[ \t]*(?:$|,|\]|\}|(?:[\r\n]\s*)?#))/.source.replace(/<<prop>>/g,function(){return a}).replace(/<<value>>/g,function(){return c});return RegExp(p,l)}r.languages.yaml={scalar:{pattern:RegExp(/([\-:]\s*(?:\s<<prop>>[ \t]+)?[|>])[ \t]*(?:((?:\r?\n|\r)[ \t]+)\S[^\r\n]*(?:\2[^\r\n]+)*)/.source.replace(/<<prop>>/g,function(){return a})),lookbehind:!0,alias:"string"},comment:/#.*/,key:{pattern:RegExp(/((?:^|[:\-,[{\r\n?])[ \t]*(?:<<prop>>[ \t]+)?)<<key>>(?=\s*:\s)/.source.replace(/<<prop>>/g,function(){return a}).replace(/<<key>>/g,function(){return"(?:"+s+"|"+i+")"})),lookbehind:!0,greedy:!0,alias:"atrule"},directive:{pattern:/(^[ \t]*)%.+/m,lookbehind:!0,alias:"important"},datetime:{pattern:n(/\d{4}-\d\d?-\d\d?(?:[tT]|[ \t]+)\d\d?:\d{2}:\d{2}(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d{2})?))?|\d{4}-\d{2}-\d{2}|\d\d?:\d{2}(?::\d{2}(?:\.\d*)?)?/.source),lookbehind:!0,alias:"number"},boolean:{pattern:n(/false|true/.source,"i"),lookbehind:!0,alias:"important"},null:{pattern:n(/null|~/.source,"i"),lookbehind:!0,alias:"important"},string:{pattern:n(i),lookbehind:!0,greedy:!0},number:{pattern:n(/[+-]?(?:0x[\da-f]+|0o[0-7]+|(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?|\.inf|\.nan)/.source,"i"),lookbehind:!0},tag:t,important:e,punctuation:/---|[:[\]{}\-,|>?]|\.\.\./},r.languages.yml=r.languages.yaml})(Prism);Prism.languages.go=Prism.languages.extend("clike",{string:{pattern:/(^|[^\\])"(?:\\.|[^"\\\r\n])*"|`[^`]*`/,lookbehind:!0,greedy:!0},keyword:/\b(?:break|case|chan|const|continue|default|defer|else|fallthrough|for|func|go(?:to)?|if|import|interface|map|package|range|return|select|struct|switch|type|var)\b/,boolean:/\b(?:_|false|iota|nil|true)\b/,number:[/\b0(?:b[01_]+|o[0-7_]+)i?\b/i,/\b0x(?:[a-f\d_]+(?:\.[a-f\d_]*)?|\.[a-f\d_]+)(?:p[+-]?\d+(?:_\d+)*)?i?(?!\w)/i,/(?:\b\d[\d_]*(?:\.[\d_]*)?|\B\.\d[\d_]*)(?:e[+-]?[\d_]+)?i?(?!\w)/i],operator:/[*\/%^!=]=?|\+[=+]?|-[=-]?|\|[=|]?|&(?:=|&|\^=?)?|>(?:>=?|=)?|<(?:<=?|=|-)?|:=|\.\.\./,builtin:/\b(?:append|bool|byte|cap|close|complex|complex(?:64|128)|copy|delete|error|float(?:32|64)|u?int(?:8|16|32|64)?|imag|len|make|new|panic|print(?:ln)?|real|recover|rune|string|uintptr)\b/});Prism.languages.insertBefore("go","string",{char:{pattern:/'(?:\\.|[^'\\\r\n]){0,10}'/,greedy:!0}});delete Prism.languages.go["class-name"];(function(r){var e=/\b(?:abstract|assert|boolean|break|byte|case|catch|char|class|const|continue|default|do|double|else|enum|exports|extends|final|finally|float|for|goto|if|implements|import|instanceof|int|interface|long|module|native|new|non-sealed|null|open|opens|package|permits|private|protected|provides|public|record(?!\s*[(){}[\]<>=%~.:,;?+\-*/&|^])|requires|return|sealed|short|static|strictfp|super|switch|synchronized|this|throw|throws|to|transient|transitive|try|uses|var|void|volatile|while|with|yield)\b/,t=/(?:[a-z]\w*\s*\.\s*)*(?:[A-Z]\w*\s*\.\s*)*/.source,a={pattern:RegExp(/(^|[^\w.])/.source+t+/[A-Z](?:[\d_A-Z]*[a-z]\w*)?\b/.source),lookbehind:!0,inside:{namespace:{pattern:/^[a-z]\w*(?:\s*\.\s*[a-z]\w*)*(?:\s*\.)?/,inside:{punctuation:/\./}},punctuation:/\./}};r.languages.java=r.languages.extend("clike",{string:{pattern:/(^|[^\\])"(?:\\.|[^"\\\r\n])*"/,lookbehind:!0,greedy:!0},"class-name":[a,{pattern:RegExp(/(^|[^\w.])/.source+t+/[A-Z]\w*(?=\s+\w+\s*[;,=()]|\s*(?:\[[\s,]*\]\s*)?::\s*new\b)/.source),lookbehind:!0,inside:a.inside},{pattern:RegExp(/(\b(?:class|enum|extends|implements|instanceof|interface|new|record|throws)\s+)/.source+t+/[A-Z]\w*\b/.source),lookbehind:!0,inside:a.inside}],keyword:e,function:[r.languages.clike.function,{pattern:/(::\s*)[a-z_]\w*/,lookbehind:!0}],number:/\b0b[01][01_]*L?\b|\b0x(?:\.[\da-f_p+-]+|[\da-f_]+(?:\.[\da-f_p+-]+)?)\b|(?:\b\d[\d_]*(?:\.[\d_]*)?|\B\.\d[\d_]*)(?:e[+-]?\d[\d_]*)?[dfl]?/i,operator:{pattern:/(^|[^.])(?:<<=?|>>>?=?|->|--|\+\+|&&|\|\||::|[?:~]|[-+*/%&|^!=<>]=?)/m,lookbehind:!0},constant:/\b[A-Z][A-Z_\d]+\b/}),r.languages.insertBefore("java","string",{"triple-quoted-string":{pattern:/"""[ \t]*[\r\n](?:(?:"|"")?(?:\\.|[^"\\]))*"""/,greedy:!0,alias:"string"},char:{pattern:/'(?:\\.|[^'\\\r\n]){1,6}'/,greedy:!0}}),r.languages.insertBefore("java","class-name",{annotation:{pattern:/(^|[^.])@\w+(?:\s*\.\s*\w+)*/,lookbehind:!0,alias:"punctuation"},generics:{pattern:/<(?:[\w\s,.?]|&(?!&)|<(?:[\w\s,.?]|&(?!&)|<(?:[\w\s,.?]|&(?!&)|<(?:[\w\s,.?]|&(?!&))*>)*>)*>)*>/,inside:{"class-name":a,keyword:e,punctuation:/[<>(),.:]/,operator:/[?&|]/}},import:[{pattern:RegExp(/(\bimport\s+)/.source+t+/(?:[A-Z]\w*|\*)(?=\s*;)/.source),lookbehind:!0,inside:{namespace:a.inside.namespace,punctuation:/\./,operator:/\*/,"class-name":/\w+/}},{pattern:RegExp(/(\bimport\s+static\s+)/.source+t+/(?:\w+|\*)(?=\s*;)/.source),lookbehind:!0,alias:"static",inside:{namespace:a.inside.namespace,static:/\b\w+$/,punctuation:/\./,operator:/\*/,"class-name":/\w+/}}],namespace:{pattern:RegExp(/(\b(?:exports|import(?:\s+static)?|module|open|opens|package|provides|requires|to|transitive|uses|with)\s+)(?!<keyword>)[a-z]\w*(?:\.[a-z]\w*)*\.?/.source.replace(/<keyword>/g,function(){return e.source})),lookbehind:!0,inside:{punctuation:/\./}}})})(Prism);Prism.languages.json={property:{pattern:/(^|[^\\])"(?:\\.|[^\\"\r\n])*"(?=\s*:)/,lookbehind:!0,greedy:!0},string:{pattern:/(^|[^\\])"(?:\\.|[^\\"\r\n])*"(?!\s*:)/,lookbehind:!0,greedy:!0},comment:{pattern:/\/\/.*|\/\*[\s\S]*?(?:\*\/|$)/,greedy:!0},number:/-?\b\d+(?:\.\d+)?(?:e[+-]?\d+)?\b/i,punctuation:/[{}[\],]/,operator:/:/,boolean:/\b(?:false|true)\b/,null:{pattern:/\bnull\b/,alias:"keyword"}};Prism.languages.webmanifest=Prism.languages.json;(function(r){var e="\\b(?:BASH|BASHOPTS|BASH_ALIASES|BASH_ARGC|BASH_ARGV|BASH_CMDS|BASH_COMPLETION_COMPAT_DIR|BASH_LINENO|BASH_REMATCH|BASH_SOURCE|BASH_VERSINFO|BASH_VERSION|COLORTERM|COLUMNS|COMP_WORDBREAKS|DBUS_SESSION_BUS_ADDRESS|DEFAULTS_PATH|DESKTOP_SESSION|DIRSTACK|DISPLAY|EUID|GDMSESSION|GDM_LANG|GNOME_KEYRING_CONTROL|GNOME_KEYRING_PID|GPG_AGENT_INFO|GROUPS|HISTCONTROL|HISTFILE|HISTFILESIZE|HISTSIZE|HOME|HOSTNAME|HOSTTYPE|IFS|INSTANCE|JOB|LANG|LANGUAGE|LC_ADDRESS|LC_ALL|LC_IDENTIFICATION|LC_MEASUREMENT|LC_MONETARY|LC_NAME|LC_NUMERIC|LC_PAPER|LC_TELEPHONE|LC_TIME|LESSCLOSE|LESSOPEN|LINES|LOGNAME|LS_COLORS|MACHTYPE|MAILCHECK|MANDATORY_PATH|NO_AT_BRIDGE|OLDPWD|OPTERR|OPTIND|ORBIT_SOCKETDIR|OSTYPE|PAPERSIZE|PATH|PIPESTATUS|PPID|PS1|PS2|PS3|PS4|PWD|RANDOM|REPLY|SECONDS|SELINUX_INIT|SESSION|SESSIONTYPE|SESSION_MANAGER|SHELL|SHELLOPTS|SHLVL|SSH_AUTH_SOCK|TERM|UID|UPSTART_EVENTS|UPSTART_INSTANCE|UPSTART_JOB|UPSTART_SESSION|USER|WINDOWID|XAUTHORITY|XDG_CONFIG_DIRS|XDG_CURRENT_DESKTOP|XDG_DATA_DIRS|XDG_GREETER_DATA_DIR|XDG_MENU_PREFIX|XDG_RUNTIME_DIR|XDG_SEAT|XDG_SEAT_PATH|XDG_SESSION_DESKTOP|XDG_SESSION_ID|XDG_SESSION_PATH|XDG_SESSION_TYPE|XDG_VTNR|XMODIFIERS)\\b",t={pattern:/(^(["']?)\w+\2)[ \t]+\S.*/,lookbehind:!0,alias:"punctuation",inside:null},a={bash:t,environment:{pattern:RegExp("\\$"+e),alias:"constant"},variable:[{pattern:/\$?\(\([\s\S]+?\)\)/,greedy:!0,inside:{variable:[{pattern:/(^\$\(\([\s\S]+)\)\)/,lookbehind:!0},/^\$\(\(/],number:/\b0x[\dA-Fa-f]+\b|(?:\b\d+(?:\.\d*)?|\B\.\d+)(?:[Ee]-?\d+)?/,operator:/--|\+\+|\*\*=?|<<=?|>>=?|&&|\|\||[=!+\-*/%<>^&|]=?|[?~:]/,punctuation:/\(\(?|\)\)?|,|;/}},{pattern:/\$\((?:\([^)]+\)|[^()])+\)|`[^`]+`/,greedy:!0,inside:{variable:/^\$\(|^`|\)$|`$/}},{pattern:/\$\{[^}]+\}/,greedy:!0,inside:{operator:/:[-=?+]?|[!\/]|##?|%%?|\^\^?|,,?/,punctuation:/[\[\]]/,environment:{pattern:RegExp("(\\{)"+e),lookbehind:!0,alias:"constant"}}},/\$(?:\w+|[#?*!@$])/],entity:/\\(?:[abceEfnrtv\\"]|O?[0-7]{1,3}|U[0-9a-fA-F]{8}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{1,2})/};r.languages.bash={shebang:{pattern:/^#!\s*\/.*/,alias:"important"},comment:{pattern:/(^|[^"{\\$])#.*/,lookbehind:!0},"function-name":[{pattern:/(\bfunction\s+)[\w-]+(?=(?:\s*\(?:\s*\))?\s*\{)/,lookbehind:!0,alias:"function"},{pattern:/\b[\w-]+(?=\s*\(\s*\)\s*\{)/,alias:"function"}],"for-or-select":{pattern:/(\b(?:for|select)\s+)\w+(?=\s+in\s)/,alias:"variable",lookbehind:!0},"assign-left":{pattern:/(^|[\s;|&]|[<>]\()\w+(?:\.\w+)*(?=\+?=)/,inside:{environment:{pattern:RegExp("(^|[\\s;|&]|[<>]\\()"+e),lookbehind:!0,alias:"constant"}},alias:"variable",lookbehind:!0},parameter:{pattern:/(^|\s)-{1,2}(?:\w+:[+-]?)?\w+(?:\.\w+)*(?=[=\s]|$)/,alias:"variable",lookbehind:!0},string:[{pattern:/((?:^|[^<])<<-?\s*)(\w+)\s[\s\S]*?(?:\r?\n|\r)\2/,lookbehind:!0,greedy:!0,inside:a},{pattern:/((?:^|[^<])<<-?\s*)(["'])(\w+)\2\s[\s\S]*?(?:\r?\n|\r)\3/,lookbehind:!0,greedy:!0,inside:{bash:t}},{pattern:/(^|[^\\](?:\\\\)*)"(?:\\[\s\S]|\$\([^)]+\)|\$(?!\()|`[^`]+`|[^"\\`$])*"/,lookbehind:!0,greedy:!0,inside:a},{pattern:/(^|[^$\\])'[^']*'/,lookbehind:!0,greedy:!0},{pattern:/\$'(?:[^'\\]|\\[\s\S])*'/,greedy:!0,inside:{entity:a.entity}}],environment:{pattern:RegExp("\\$?"+e),alias:"constant"},variable:a.variable,function:{pattern:/(^|[\s;|&]|[<>]\()(?:add|apropos|apt|apt-cache|apt-get|aptitude|aspell|automysqlbackup|awk|basename|bash|bc|bconsole|bg|bzip2|cal|cargo|cat|cfdisk|chgrp|chkconfig|chmod|chown|chroot|cksum|clear|cmp|column|comm|composer|cp|cron|crontab|csplit|curl|cut|date|dc|dd|ddrescue|debootstrap|df|diff|diff3|dig|dir|dircolors|dirname|dirs|dmesg|docker|docker-compose|du|egrep|eject|env|ethtool|expand|expect|expr|fdformat|fdisk|fg|fgrep|file|find|fmt|fold|format|free|fsck|ftp|fuser|gawk|git|gparted|grep|groupadd|groupdel|groupmod|groups|grub-mkconfig|gzip|halt|head|hg|history|host|hostname|htop|iconv|id|ifconfig|ifdown|ifup|import|install|ip|java|jobs|join|kill|killall|less|link|ln|locate|logname|logrotate|look|lpc|lpr|lprint|lprintd|lprintq|lprm|ls|lsof|lynx|make|man|mc|mdadm|mkconfig|mkdir|mke2fs|mkfifo|mkfs|mkisofs|mknod|mkswap|mmv|more|most|mount|mtools|mtr|mutt|mv|nano|nc|netstat|nice|nl|node|nohup|notify-send|npm|nslookup|op|open|parted|passwd|paste|pathchk|ping|pkill|pnpm|podman|podman-compose|popd|pr|printcap|printenv|ps|pushd|pv|quota|quotacheck|quotactl|ram|rar|rcp|reboot|remsync|rename|renice|rev|rm|rmdir|rpm|rsync|scp|screen|sdiff|sed|sendmail|seq|service|sftp|sh|shellcheck|shuf|shutdown|sleep|slocate|sort|split|ssh|stat|strace|su|sudo|sum|suspend|swapon|sync|sysctl|tac|tail|tar|tee|time|timeout|top|touch|tr|traceroute|tsort|tty|umount|uname|unexpand|uniq|units|unrar|unshar|unzip|update-grub|uptime|useradd|userdel|usermod|users|uudecode|uuencode|v|vcpkg|vdir|vi|vim|virsh|vmstat|wait|watch|wc|wget|whereis|which|who|whoami|write|xargs|xdg-open|yarn|yes|zenity|zip|zsh|zypper)(?=$|[)\s;|&])/,lookbehind:!0},keyword:{pattern:/(^|[\s;|&]|[<>]\()(?:case|do|done|elif|else|esac|fi|for|function|if|in|select|then|until|while)(?=$|[)\s;|&])/,lookbehind:!0},builtin:{pattern:/(^|[\s;|&]|[<>]\()(?:\.|:|alias|bind|break|builtin|caller|cd|command|continue|declare|echo|enable|eval|exec|exit|export|getopts|hash|help|let|local|logout|mapfile|printf|pwd|read|readarray|readonly|return|set|shift|shopt|source|test|times|trap|type|typeset|ulimit|umask|unalias|unset)(?=$|[)\s;|&])/,lookbehind:!0,alias:"class-name"},boolean:{pattern:/(^|[\s;|&]|[<>]\()(?:false|true)(?=$|[)\s;|&])/,lookbehind:!0},"file-descriptor":{pattern:/\B&\d\b/,alias:"important"},operator:{pattern:/\d?<>|>\||\+=|=[=~]?|!=?|<<[<-]?|[&\d]?>>|\d[<>]&?|[<>][&=]?|&[>&]?|\|[&|]?/,inside:{"file-descriptor":{pattern:/^\d/,alias:"important"}}},punctuation:/\$?\(\(?|\)\)?|\.\.|[{}[\];\\]/,number:{pattern:/(^|\s)(?:[1-9]\d*|0)(?:[.,]\d+)?\b/,lookbehind:!0}},t.inside=r.languages.bash;for(var s=["comment","function-name","for-or-select","assign-left","parameter","string","environment","function","keyword","builtin","boolean","file-descriptor","operator","punctuation","number"],i=a.variable[1].inside,n=0;n<s.length;n++)i[s[n]]=r.languages.bash[s[n]];r.languages.sh=r.languages.bash,r.languages.shell=r.languages.bash})(Prism);Prism.languages.python={comment:{pattern:/(^|[^\\])#.*/,lookbehind:!0,greedy:!0},"string-interpolation":{pattern:/(?:f|fr|rf)(?:("""|''')[\s\S]*?\1|("|')(?:\\.|(?!\2)[^\\\r\n])*\2)/i,greedy:!0,inside:{interpolation:{pattern:/((?:^|[^{])(?:\{\{)*)\{(?!\{)(?:[^{}]|\{(?!\{)(?:[^{}]|\{(?!\{)(?:[^{}])+\})+\})+\}/,lookbehind:!0,inside:{"format-spec":{pattern:/(:)[^:(){}]+(?=\}$)/,lookbehind:!0},"conversion-option":{pattern:/![sra](?=[:}]$)/,alias:"punctuation"},rest:null}},string:/[\s\S]+/}},"triple-quoted-string":{pattern:/(?:[rub]|br|rb)?("""|''')[\s\S]*?\1/i,greedy:!0,alias:"string"},string:{pattern:/(?:[rub]|br|rb)?("|')(?:\\.|(?!\1)[^\\\r\n])*\1/i,greedy:!0},function:{pattern:/((?:^|\s)def[ \t]+)[a-zA-Z_]\w*(?=\s*\()/g,lookbehind:!0},"class-name":{pattern:/(\bclass\s+)\w+/i,lookbehind:!0},decorator:{pattern:/(^[\t ]*)@\w+(?:\.\w+)*/m,lookbehind:!0,alias:["annotation","punctuation"],inside:{punctuation:/\./}},keyword:/\b(?:_(?=\s*:)|and|as|assert|async|await|break|case|class|continue|def|del|elif|else|except|exec|finally|for|from|global|if|import|in|is|lambda|match|nonlocal|not|or|pass|print|raise|return|try|while|with|yield)\b/,builtin:/\b(?:__import__|abs|all|any|apply|ascii|basestring|bin|bool|buffer|bytearray|bytes|callable|chr|classmethod|cmp|coerce|compile|complex|delattr|dict|dir|divmod|enumerate|eval|execfile|file|filter|float|format|frozenset|getattr|globals|hasattr|hash|help|hex|id|input|int|intern|isinstance|issubclass|iter|len|list|locals|long|map|max|memoryview|min|next|object|oct|open|ord|pow|property|range|raw_input|reduce|reload|repr|reversed|round|set|setattr|slice|sorted|staticmethod|str|sum|super|tuple|type|unichr|unicode|vars|xrange|zip)\b/,boolean:/\b(?:False|None|True)\b/,number:/\b0(?:b(?:_?[01])+|o(?:_?[0-7])+|x(?:_?[a-f0-9])+)\b|(?:\b\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\B\.\d+(?:_\d+)*)(?:e[+-]?\d+(?:_\d+)*)?j?(?!\w)/i,operator:/[-+%=]=?|!=|:=|\*\*?=?|\/\/?=?|<[<=>]?|>[=>]?|[&|^~]/,punctuation:/[{}[\];(),.:]/};Prism.languages.python["string-interpolation"].inside.interpolation.inside.rest=Prism.languages.python;Prism.languages.py=Prism.languages.python;(function(r){function e(p){return RegExp("(^(?:"+p+"):[ 	]*(?![ 	]))[^]+","i")}r.languages.http={"request-line":{pattern:/^(?:CONNECT|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PRI|PUT|SEARCH|TRACE)\s(?:https?:\/\/|\/)\S*\sHTTP\/[\d.]+/m,inside:{method:{pattern:/^[A-Z]+\b/,alias:"property"},"request-target":{pattern:/^(\s)(?:https?:\/\/|\/)\S*(?=\s)/,lookbehind:!0,alias:"url",inside:r.languages.uri},"http-version":{pattern:/^(\s)HTTP\/[\d.]+/,lookbehind:!0,alias:"property"}}},"response-status":{pattern:/^HTTP\/[\d.]+ \d+ .+/m,inside:{"http-version":{pattern:/^HTTP\/[\d.]+/,alias:"property"},"status-code":{pattern:/^(\s)\d+(?=\s)/,lookbehind:!0,alias:"number"},"reason-phrase":{pattern:/^(\s).+/,lookbehind:!0,alias:"string"}}},header:{pattern:/^[\w-]+:.+(?:(?:\r\n?|\n)[ \t].+)*/m,inside:{"header-value":[{pattern:e(/Content-Security-Policy/.source),lookbehind:!0,alias:["csp","languages-csp"],inside:r.languages.csp},{pattern:e(/Public-Key-Pins(?:-Report-Only)?/.source),lookbehind:!0,alias:["hpkp","languages-hpkp"],inside:r.languages.hpkp},{pattern:e(/Strict-Transport-Security/.source),lookbehind:!0,alias:["hsts","languages-hsts"],inside:r.languages.hsts},{pattern:e(/[^:]+/.source),lookbehind:!0}],"header-name":{pattern:/^[^:]+/,alias:"keyword"},punctuation:/^:/}}};var t=r.languages,a={"application/javascript":t.javascript,"application/json":t.json||t.javascript,"application/xml":t.xml,"text/xml":t.xml,"text/html":t.html,"text/css":t.css,"text/plain":t.plain},s={"application/json":!0,"application/xml":!0};function i(p){var m=p.replace(/^[a-z]+\//,""),u="\\w+/(?:[\\w.-]+\\+)+"+m+"(?![+\\w.-])";return"(?:"+p+"|"+u+")"}var n;for(var c in a)if(a[c]){n=n||{};var l=s[c]?i(c):c;n[c.replace(/\//g,"-")]={pattern:RegExp("("+/content-type:\s*/.source+l+/(?:(?:\r\n?|\n)[\w-].*)*(?:\r(?:\n|(?!\n))|\n)/.source+")"+/[^ \t\w-][\s\S]*/.source,"i"),lookbehind:!0,inside:a[c]}}n&&r.languages.insertBefore("http","header",n)})(Prism);(function(r){function e(q,ie){return q.replace(/<<(\d+)>>/g,function(j,ve){return"(?:"+ie[+ve]+")"})}function t(q,ie,j){return RegExp(e(q,ie),j||"")}function a(q,ie){for(var j=0;j<ie;j++)q=q.replace(/<<self>>/g,function(){return"(?:"+q+")"});return q.replace(/<<self>>/g,"[^\\s\\S]")}var s={type:"bool byte char decimal double dynamic float int long object sbyte short string uint ulong ushort var void",typeDeclaration:"class enum interface record struct",contextual:"add alias and ascending async await by descending from(?=\\s*(?:\\w|$)) get global group into init(?=\\s*;) join let nameof not notnull on or orderby partial remove select set unmanaged value when where with(?=\\s*{)",other:"abstract as base break case catch checked const continue default delegate do else event explicit extern finally fixed for foreach goto if implicit in internal is lock namespace new null operator out override params private protected public readonly ref return sealed sizeof stackalloc static switch this throw try typeof unchecked unsafe using virtual volatile while yield"};function i(q){return"\\b(?:"+q.trim().replace(/ /g,"|")+")\\b"}var n=i(s.typeDeclaration),c=RegExp(i(s.type+" "+s.typeDeclaration+" "+s.contextual+" "+s.other)),l=i(s.typeDeclaration+" "+s.contextual+" "+s.other),p=i(s.type+" "+s.typeDeclaration+" "+s.other),m=a(/<(?:[^<>;=+\-*/%&|^]|<<self>>)*>/.source,2),u=a(/\((?:[^()]|<<self>>)*\)/.source,2),h=/@?\b[A-Za-z_]\w*\b/.source,d=e(/<<0>>(?:\s*<<1>>)?/.source,[h,m]),v=e(/(?!<<0>>)<<1>>(?:\s*\.\s*<<1>>)*/.source,[l,d]),g=/\[\s*(?:,\s*)*\]/.source,f=e(/<<0>>(?:\s*(?:\?\s*)?<<1>>)*(?:\s*\?)?/.source,[v,g]),y=e(/[^,()<>[\];=+\-*/%&|^]|<<0>>|<<1>>|<<2>>/.source,[m,u,g]),$=e(/\(<<0>>+(?:,<<0>>+)+\)/.source,[y]),b=e(/(?:<<0>>|<<1>>)(?:\s*(?:\?\s*)?<<2>>)*(?:\s*\?)?/.source,[$,v,g]),x={keyword:c,punctuation:/[<>()?,.:[\]]/},S=/'(?:[^\r\n'\\]|\\.|\\[Uux][\da-fA-F]{1,8})'/.source,k=/"(?:\\.|[^\\"\r\n])*"/.source,C=/@"(?:""|\\[\s\S]|[^\\"])*"(?!")/.source;r.languages.csharp=r.languages.extend("clike",{string:[{pattern:t(/(^|[^$\\])<<0>>/.source,[C]),lookbehind:!0,greedy:!0},{pattern:t(/(^|[^@$\\])<<0>>/.source,[k]),lookbehind:!0,greedy:!0}],"class-name":[{pattern:t(/(\busing\s+static\s+)<<0>>(?=\s*;)/.source,[v]),lookbehind:!0,inside:x},{pattern:t(/(\busing\s+<<0>>\s*=\s*)<<1>>(?=\s*;)/.source,[h,b]),lookbehind:!0,inside:x},{pattern:t(/(\busing\s+)<<0>>(?=\s*=)/.source,[h]),lookbehind:!0},{pattern:t(/(\b<<0>>\s+)<<1>>/.source,[n,d]),lookbehind:!0,inside:x},{pattern:t(/(\bcatch\s*\(\s*)<<0>>/.source,[v]),lookbehind:!0,inside:x},{pattern:t(/(\bwhere\s+)<<0>>/.source,[h]),lookbehind:!0},{pattern:t(/(\b(?:is(?:\s+not)?|as)\s+)<<0>>/.source,[f]),lookbehind:!0,inside:x},{pattern:t(/\b<<0>>(?=\s+(?!<<1>>|with\s*\{)<<2>>(?:\s*[=,;:{)\]]|\s+(?:in|when)\b))/.source,[b,p,h]),inside:x}],keyword:c,number:/(?:\b0(?:x[\da-f_]*[\da-f]|b[01_]*[01])|(?:\B\.\d+(?:_+\d+)*|\b\d+(?:_+\d+)*(?:\.\d+(?:_+\d+)*)?)(?:e[-+]?\d+(?:_+\d+)*)?)(?:[dflmu]|lu|ul)?\b/i,operator:/>>=?|<<=?|[-=]>|([-+&|])\1|~|\?\?=?|[-+*/%&|^!=<>]=?/,punctuation:/\?\.?|::|[{}[\];(),.:]/}),r.languages.insertBefore("csharp","number",{range:{pattern:/\.\./,alias:"operator"}}),r.languages.insertBefore("csharp","punctuation",{"named-parameter":{pattern:t(/([(,]\s*)<<0>>(?=\s*:)/.source,[h]),lookbehind:!0,alias:"punctuation"}}),r.languages.insertBefore("csharp","class-name",{namespace:{pattern:t(/(\b(?:namespace|using)\s+)<<0>>(?:\s*\.\s*<<0>>)*(?=\s*[;{])/.source,[h]),lookbehind:!0,inside:{punctuation:/\./}},"type-expression":{pattern:t(/(\b(?:default|sizeof|typeof)\s*\(\s*(?!\s))(?:[^()\s]|\s(?!\s)|<<0>>)*(?=\s*\))/.source,[u]),lookbehind:!0,alias:"class-name",inside:x},"return-type":{pattern:t(/<<0>>(?=\s+(?:<<1>>\s*(?:=>|[({]|\.\s*this\s*\[)|this\s*\[))/.source,[b,v]),inside:x,alias:"class-name"},"constructor-invocation":{pattern:t(/(\bnew\s+)<<0>>(?=\s*[[({])/.source,[b]),lookbehind:!0,inside:x,alias:"class-name"},"generic-method":{pattern:t(/<<0>>\s*<<1>>(?=\s*\()/.source,[h,m]),inside:{function:t(/^<<0>>/.source,[h]),generic:{pattern:RegExp(m),alias:"class-name",inside:x}}},"type-list":{pattern:t(/\b((?:<<0>>\s+<<1>>|record\s+<<1>>\s*<<5>>|where\s+<<2>>)\s*:\s*)(?:<<3>>|<<4>>|<<1>>\s*<<5>>|<<6>>)(?:\s*,\s*(?:<<3>>|<<4>>|<<6>>))*(?=\s*(?:where|[{;]|=>|$))/.source,[n,d,h,b,c.source,u,/\bnew\s*\(\s*\)/.source]),lookbehind:!0,inside:{"record-arguments":{pattern:t(/(^(?!new\s*\()<<0>>\s*)<<1>>/.source,[d,u]),lookbehind:!0,greedy:!0,inside:r.languages.csharp},keyword:c,"class-name":{pattern:RegExp(b),greedy:!0,inside:x},punctuation:/[,()]/}},preprocessor:{pattern:/(^[\t ]*)#.*/m,lookbehind:!0,alias:"property",inside:{directive:{pattern:/(#)\b(?:define|elif|else|endif|endregion|error|if|line|nullable|pragma|region|undef|warning)\b/,lookbehind:!0,alias:"keyword"}}}});var z=k+"|"+S,H=e(/\/(?![*/])|\/\/[^\r\n]*[\r\n]|\/\*(?:[^*]|\*(?!\/))*\*\/|<<0>>/.source,[z]),G=a(e(/[^"'/()]|<<0>>|\(<<self>>*\)/.source,[H]),2),Y=/\b(?:assembly|event|field|method|module|param|property|return|type)\b/.source,Q=e(/<<0>>(?:\s*\(<<1>>*\))?/.source,[v,G]);r.languages.insertBefore("csharp","class-name",{attribute:{pattern:t(/((?:^|[^\s\w>)?])\s*\[\s*)(?:<<0>>\s*:\s*)?<<1>>(?:\s*,\s*<<1>>)*(?=\s*\])/.source,[Y,Q]),lookbehind:!0,greedy:!0,inside:{target:{pattern:t(/^<<0>>(?=\s*:)/.source,[Y]),alias:"keyword"},"attribute-arguments":{pattern:t(/\(<<0>>*\)/.source,[G]),inside:r.languages.csharp},"class-name":{pattern:RegExp(v),inside:{punctuation:/\./}},punctuation:/[:,]/}}});var L=/:[^}\r\n]+/.source,ee=a(e(/[^"'/()]|<<0>>|\(<<self>>*\)/.source,[H]),2),O=e(/\{(?!\{)(?:(?![}:])<<0>>)*<<1>>?\}/.source,[ee,L]),V=a(e(/[^"'/()]|\/(?!\*)|\/\*(?:[^*]|\*(?!\/))*\*\/|<<0>>|\(<<self>>*\)/.source,[z]),2),se=e(/\{(?!\{)(?:(?![}:])<<0>>)*<<1>>?\}/.source,[V,L]);function xe(q,ie){return{interpolation:{pattern:t(/((?:^|[^{])(?:\{\{)*)<<0>>/.source,[q]),lookbehind:!0,inside:{"format-string":{pattern:t(/(^\{(?:(?![}:])<<0>>)*)<<1>>(?=\}$)/.source,[ie,L]),lookbehind:!0,inside:{punctuation:/^:/}},punctuation:/^\{|\}$/,expression:{pattern:/[\s\S]+/,alias:"language-csharp",inside:r.languages.csharp}}},string:/[\s\S]+/}}r.languages.insertBefore("csharp","string",{"interpolation-string":[{pattern:t(/(^|[^\\])(?:\$@|@\$)"(?:""|\\[\s\S]|\{\{|<<0>>|[^\\{"])*"/.source,[O]),lookbehind:!0,greedy:!0,inside:xe(O,ee)},{pattern:t(/(^|[^@\\])\$"(?:\\.|\{\{|<<0>>|[^\\"{])*"/.source,[se]),lookbehind:!0,greedy:!0,inside:xe(se,V)}],char:{pattern:RegExp(S),greedy:!0}}),r.languages.dotnet=r.languages.cs=r.languages.csharp})(Prism);var K=I`
  .hover-bg:hover {
    background: var(--bg3);
  }
  ::selection {
    background: var(--selection-bg);
    color: var(--selection-fg);
  }
  .regular-font { 
    font-family:var(--font-regular); 
  }
  .mono-font { 
    font-family:var(--font-mono); 
  }
  .title { 
    font-size: calc(var(--font-size-small) + 18px);
    font-weight: normal 
  }
  .sub-title{ font-size: 20px; }
  .req-res-title {
    font-family: var(--font-regular);
    font-size: calc(var(--font-size-small) + 4px);
    font-weight:bold;
    margin-bottom:8px;
    text-align:left;
  }
  .tiny-title { 
    font-size:calc(var(--font-size-small) + 1px); 
    font-weight:bold; 
  }
  .regular-font-size { font-size: var(--font-size-regular); }
  .small-font-size { font-size: var(--font-size-small); }
  .upper { text-transform: uppercase; }
  .primary-text { color: var(--primary-color); }
  .bold-text { font-weight:bold; }
  .gray-text { color: var(--light-fg); }
  .red-text { color: var(--red) }
  .blue-text { color: var(--blue) }
  .multiline {
    overflow: scroll;
    max-height: var(--resp-area-height, 400px);
    color: var(--fg3);  
  }
  .method-fg.put { color: var(--orange); }
  .method-fg.post { color: var(--green); }
  .method-fg.get { color: var(--blue); }
  .method-fg.delete { color: var(--red); }
  .method-fg.options, 
  .method-fg.head, 
  .method-fg.patch { 
    color: var(--yellow); 
  }

  h1 { font-family:var(--font-regular); font-size:28px; padding-top: 10px; letter-spacing:normal; font-weight:normal; }
  h2 { font-family:var(--font-regular); font-size:24px; padding-top: 10px; letter-spacing:normal; font-weight:normal; }
  h3 { font-family:var(--font-regular); font-size:18px; padding-top: 10px; letter-spacing:normal; font-weight:normal; }
  h4 { font-family:var(--font-regular); font-size:16px; padding-top: 10px; letter-spacing:normal; font-weight:normal; }
  h5 { font-family:var(--font-regular); font-size:14px; padding-top: 10px; letter-spacing:normal; font-weight:normal; }
  h6 { font-family:var(--font-regular); font-size:14px; padding-top: 10px; letter-spacing:normal; font-weight:normal; }

  h1,h2,h3,h4,h5,h5 {
    margin-block-end: 0.2em;
  }
  p { margin-block-start: 0.5em; }
  a { color: var(--blue); cursor:pointer; }
  a.inactive-link { 
    color:var(--fg);
    text-decoration: none;
    cursor:text;
  }
  
  code,
  pre {
    margin: 0px;
    font-family: var(--font-mono);
    font-size: calc(var(--font-size-mono) - 1px);
  }

  .m-markdown,
  .m-markdown-small {
    display:block;
  }

  .m-markdown p,
  .m-markdown span {
    font-size: var(--font-size-regular);
    line-height:calc(var(--font-size-regular) + 8px);
  }
  .m-markdown li {
    font-size: var(--font-size-regular);
    line-height:calc(var(--font-size-regular) + 10px);
  }
  
  .m-markdown-small p,
  .m-markdown-small span,
  .m-markdown-small li {
    font-size: var(--font-size-small);
    line-height: calc(var(--font-size-small) + 6px);
  }
  .m-markdown-small li {
    line-height: calc(var(--font-size-small) + 8px);
  }

  .m-markdown p:not(:first-child) {
    margin-block-start: 24px;
  }

  .m-markdown-small p:not(:first-child) {
    margin-block-start: 12px;
  }
  .m-markdown-small p:first-child {
    margin-block-start: 0;
  }

  .m-markdown p,
  .m-markdown-small p {
    margin-block-end: 0
  }

  .m-markdown code span {
    font-size:var(--font-size-mono);
  }

  .m-markdown-small code,
  .m-markdown code {
    padding: 1px 6px;
    border-radius: 2px;
    color: var(--inline-code-fg);
    background-color: var(--bg3);
    font-size: calc(var(--font-size-mono));
    line-height: 1.2;
  }

  .m-markdown-small code {
    font-size: calc(var(--font-size-mono) - 1px);
  }

  .m-markdown-small pre,
  .m-markdown pre {
    white-space: pre-wrap;
    overflow-x: auto;
    line-height: normal;
    border-radius: 2px;
    border: 1px solid var(--code-border-color);
  }

  .m-markdown pre {
    padding: 12px;
    background-color: var(--code-bg);
    color:var(--code-fg);
  }

  .m-markdown-small pre {
    margin-top: 4px;
    padding: 2px 4px;
    background-color: var(--bg3);
    color: var(--fg2);
  }

  .m-markdown-small pre code,
  .m-markdown pre code {
    border:none;
    padding:0;
  }

  .m-markdown pre code {
    color: var(--code-fg);
    background-color: var(--code-bg);
    background-color: transparent;
  }

  .m-markdown-small pre code {
    color: var(--fg2);
    background-color: var(--bg3);
  }

  .m-markdown ul,
  .m-markdown ol {
    padding-inline-start: 30px;
  }

  .m-markdown-small ul,
  .m-markdown-small ol {
    padding-inline-start: 20px;
  }

  .m-markdown-small a,
  .m-markdown a {
    color:var(--blue);
  }

  .m-markdown-small img,
  .m-markdown img { 
    max-width: 100%; 
  }

  /* Markdown table */

  .m-markdown-small table,
  .m-markdown table {
    border-spacing: 0;
    margin: 10px 0;
    border-collapse: separate;
    border: 1px solid var(--border-color);
    border-radius: var(--border-radius);
    font-size: calc(var(--font-size-small) + 1px);
    line-height: calc(var(--font-size-small) + 4px);
    max-width: 100%;
  }

  .m-markdown-small table {
    font-size: var(--font-size-small);
    line-height: calc(var(--font-size-small) + 2px);
    margin: 8px 0;
  }

  .m-markdown-small td, 
  .m-markdown-small th,
  .m-markdown td, 
  .m-markdown th {
    vertical-align: top;
    border-top: 1px solid var(--border-color);
    line-height: calc(var(--font-size-small) + 4px);
  }

  .m-markdown-small tr:first-child th,
  .m-markdown tr:first-child th {
    border-top: 0 none;
  }

  .m-markdown th, 
  .m-markdown td { 
    padding: 10px 12px; 
  }

  .m-markdown-small th,
  .m-markdown-small td { 
    padding: 8px 8px; 
  }

  .m-markdown th,
  .m-markdown-small th {
    font-weight: 600;
    background-color: var(--bg2);
    vertical-align: middle;
  }

  .m-markdown-small table code {
    font-size: calc(var(--font-size-mono) - 2px);
  }

  .m-markdown table code {
    font-size: calc(var(--font-size-mono) - 1px);
  }

  .m-markdown blockquote,
  .m-markdown-small blockquote {
    margin-inline-start: 0;
    margin-inline-end: 0;
    border-left: 3px solid var(--border-color);
    padding: 6px 0 6px 6px;
  }
  .m-markdown hr{
    border: 1px solid var(--border-color);
  }
`;var ue=I`
/* Button */
.m-btn {
  border-radius: var(--border-radius);
  font-weight: 600;
  display: inline-block;
  padding: 6px 16px;
  font-size: var(--font-size-small);
  outline: 0;
  line-height: 1;
  text-align: center;
  white-space: nowrap;
  border: 2px solid var(--primary-color);
  background-color:transparent;
  user-select: none;
  cursor: pointer;
  box-shadow: 0 1px 3px rgba(0,0,0,0.12), 0 1px 2px rgba(0,0,0,0.24);
  transition-duration: 0.75s;
}
.m-btn.primary {
  background-color: var(--primary-color);
  color: var(--primary-color-invert);
}
.m-btn.thin-border { border-width: 1px; }
.m-btn.large { padding:8px 14px; }
.m-btn.small { padding:5px 12px; }
.m-btn.tiny { padding:5px 6px; }
.m-btn.circle { border-radius: 50%; }
.m-btn:hover { 
  background-color: var(--primary-color);
  color: var(--primary-color-invert);
}
.m-btn.nav { border: 2px solid var(--nav-accent-color); }
.m-btn.nav:hover { 
  background-color: var(--nav-accent-color);
}
.m-btn:disabled { 
  background-color: var(--bg3);
  color: var(--fg3);
  border-color: var(--fg3);
  cursor: not-allowed;
  opacity: 0.4;
}
.m-btn:active {
  filter: brightness(75%);
  transform: scale(0.95);
  transition:scale 0s;
}
.toolbar-btn {
  cursor: pointer;
  padding: 4px;
  margin:0 2px;
  font-size: var(--font-size-small);
  min-width: 50px;
  color: var(--primary-color-invert);
  border-radius: 2px;
  border: none;
  background-color: var(--primary-color);
}

input, textarea, select, button, pre {
  color:var(--fg);
  outline: none;
  background-color: var(--input-bg);
  border: 1px solid var(--border-color);
  border-radius: var(--border-radius);
}
button {
  font-family: var(--font-regular);
}

/* Form Inputs */
pre,
select,
textarea,
input[type="file"],
input[type="text"],
input[type="password"] {
  font-family: var(--font-mono);
  font-weight: 400;
  font-size: var(--font-size-small);
  transition: border .2s;
  padding: 6px 5px;
}

select {
  font-family: var(--font-regular);
  padding: 5px 30px 5px 5px;
  background-image: url("data:image/svg+xml;charset=utf8,%3Csvg%20xmlns%3D%22http%3A%2F%2Fwww.w3.org%2F2000%2Fsvg%22%20width%3D%2212%22%20height%3D%2212%22%3E%3Cpath%20d%3D%22M10.3%203.3L6%207.6%201.7%203.3A1%201%200%2000.3%204.7l5%205a1%201%200%20001.4%200l5-5a1%201%200%2010-1.4-1.4z%22%20fill%3D%22%23777777%22%2F%3E%3C%2Fsvg%3E"); 
  background-position: calc(100% - 5px) center;
  background-repeat: no-repeat;  
  background-size: 10px;
  -webkit-appearance: none;
  -moz-appearance: none;
  appearance: none;
  cursor: pointer;
}

select:hover {
  border-color: var(--primary-color);
}

textarea::placeholder,
input[type="text"]::placeholder,
input[type="password"]::placeholder {
  color: var(--placeholder-color);
  opacity:1;
}


input[type="file"]{
  font-family: var(--font-regular);
  padding:2px;
  cursor:pointer;
  border: 1px solid var(--primary-color);
  min-height: calc(var(--font-size-small) + 18px);
}

input[type="file"]::-webkit-file-upload-button {
  font-family: var(--font-regular);
  font-size: var(--font-size-small);
  outline: none;
  cursor:pointer;
  padding: 3px 8px;
  border: 1px solid var(--primary-color);
  background-color: var(--primary-color);
  color: var(--primary-color-invert);
  border-radius: var(--border-radius);;
  -webkit-appearance: none;
}

pre,
textarea {
  scrollbar-width: thin;
  scrollbar-color: var(--border-color) var(--input-bg);
}

pre::-webkit-scrollbar,
textarea::-webkit-scrollbar {
  width: 8px;
  height: 8px;
}

pre::-webkit-scrollbar-track,
textarea::-webkit-scrollbar-track {
  background:var(--input-bg);
}
 
pre::-webkit-scrollbar-thumb,
textarea::-webkit-scrollbar-thumb {
  border-radius: 2px;
  background-color: var(--border-color);
}

.link {
  font-size:var(--font-size-small);
  text-decoration: underline;
  color:var(--blue);
  font-family:var(--font-mono);
  margin-bottom:2px;
}

/* Toggle Body */
input[type="checkbox"] {
  appearance: none;
  display: inline-block;
  background-color: var(--light-bg);
  border: 1px solid var(--light-bg);
  border-radius: 9px;
  cursor: pointer;
  height: 18px;
  position: relative;
  transition: border .25s .15s, box-shadow .25s .3s, padding .25s;
  min-width: 36px;
  width: 36px;
  vertical-align: top;
}
/* Toggle Thumb */
input[type="checkbox"]:after {
  position: absolute;
  background-color: var(--bg);
  border: 1px solid var(--light-bg);
  border-radius: 8px;
  content: '';
  top: 0px;
  left: 0px;
  right: 16px;
  display: block;
  height: 16px;
  transition: border .25s .15s, left .25s .1s, right .15s .175s;
}

/* Toggle Body - Checked */
input[type="checkbox"]:checked {
  background-color: var(--green);
  border-color: var(--green);
}
/* Toggle Thumb - Checked*/
input[type="checkbox"]:checked:after {
  border: 1px solid var(--green);
  left: 16px;
  right: 1px;
  transition: border .25s, left .15s .25s, right .25s .175s;
}`;var Be=I`
.row, .col {
  display:flex;
} 
.row {
  align-items:center;
  flex-direction: row;
}
.col {
  align-items:stretch;
  flex-direction: column;
}
`;var De=I`
.m-table {
  border-spacing: 0;  
  border-collapse: separate;
  border: 1px solid var(--light-border-color);
  border-radius: var(--border-radius);
  margin: 0;
  max-width: 100%;
  direction: ltr;
}
.m-table tr:first-child td,
.m-table tr:first-child th {
    border-top: 0 none;
}
.m-table td, 
.m-table th {
  font-size: var(--font-size-small);
  line-height: calc(var(--font-size-small) + 4px);
  padding: 4px 5px 4px;
  vertical-align: top;
}

.m-table.padded-12 td, 
.m-table.padded-12 th {
  padding: 12px;
}

.m-table td:not([align]), 
.m-table th:not([align]) {
  text-align: left;
}

.m-table th {
  color: var(--fg2);
  font-size: var(--font-size-small);
  line-height: calc(var(--font-size-small) + 18px);
  font-weight: 600;
  letter-spacing: normal;
  background-color: var(--bg2);
  vertical-align: bottom;
  border-bottom: 1px solid var(--light-border-color);
}

.m-table > tbody > tr > td,
.m-table > tr > td {
  border-top: 1px solid var(--light-border-color);
  text-overflow: ellipsis;
  overflow: hidden;
}
.table-title {
  font-size:var(--font-size-small);
  font-weight:bold;
  vertical-align: middle;
  margin: 12px 0 4px 0;
}
`;var wa=I`
:host {
  container-type: inline-size;
}
.only-large-screen { display:none; }
.endpoint-head .path {
  display: flex;
  font-family:var(--font-mono);
  font-size: var(--font-size-small);
  align-items: center;
  overflow-wrap: break-word;
  word-break: break-all;
}

.endpoint-head .descr {
  font-size: var(--font-size-small);
  color:var(--light-fg);
  font-weight:400;
  align-items: center;
  overflow-wrap: break-word;
  word-break: break-all;
  display:none;
}

.m-endpoint.expanded { margin-bottom:16px; }
.m-endpoint > .endpoint-head{
  border-width:1px 1px 1px 5px;
  border-style:solid;
  border-color:transparent;
  border-top-color:var(--light-border-color);
  display:flex;
  padding:6px 16px;
  align-items: center;
  cursor: pointer;
}
.m-endpoint > .endpoint-head.put:hover,
.m-endpoint > .endpoint-head.put.expanded {
  border-color:var(--orange); 
  background-color:var(--light-orange); 
}
.m-endpoint > .endpoint-head.post:hover,
.m-endpoint > .endpoint-head.post.expanded {
  border-color:var(--green); 
  background-color:var(--light-green); 
}
.m-endpoint > .endpoint-head.get:hover,
.m-endpoint > .endpoint-head.get.expanded {
  border-color:var(--blue); 
  background-color:var(--light-blue); 
}
.m-endpoint > .endpoint-head.delete:hover,
.m-endpoint > .endpoint-head.delete.expanded {
  border-color:var(--red); 
  background-color:var(--light-red); 
}

.m-endpoint > .endpoint-head.head:hover,
.m-endpoint > .endpoint-head.head.expanded,
.m-endpoint > .endpoint-head.patch:hover,
.m-endpoint > .endpoint-head.patch.expanded,
.m-endpoint > .endpoint-head.options:hover,
.m-endpoint > .endpoint-head.options.expanded {
  border-color:var(--yellow); 
  background-color:var(--light-yellow); 
}

.m-endpoint > .endpoint-head.deprecated:hover,
.m-endpoint > .endpoint-head.deprecated.expanded {
  border-color:var(--border-color); 
  filter:opacity(0.6);
}

.m-endpoint .endpoint-body {
  flex-wrap:wrap;
  padding:16px 0px 0 0px;
  border-width:0px 1px 1px 5px;
  border-style:solid;
  box-shadow: 0px 4px 3px -3px rgba(0, 0, 0, 0.15);
}
.m-endpoint .endpoint-body.delete{ border-color:var(--red); }
.m-endpoint .endpoint-body.put{ border-color:var(--orange); }
.m-endpoint .endpoint-body.post { border-color:var(--green); }
.m-endpoint .endpoint-body.get { border-color:var(--blue); }
.m-endpoint .endpoint-body.head,
.m-endpoint .endpoint-body.patch,
.m-endpoint .endpoint-body.options { 
  border-color:var(--yellow); 
}

.m-endpoint .endpoint-body.deprecated { 
  border-color:var(--border-color);
  filter:opacity(0.6);
}

.endpoint-head .deprecated {
  color: var(--light-fg);
  filter:opacity(0.6);
}

.summary{
  padding:8px 8px;
}
.summary .title {
  font-size:calc(var(--font-size-regular) + 2px);
  margin-bottom: 6px;
  word-break: break-all;
}

.endpoint-head .method {
  padding:2px 5px;
  vertical-align: middle;
  font-size:var(--font-size-small);
  height: calc(var(--font-size-small) + 16px);
  line-height: calc(var(--font-size-small) + 8px);
  width: 60px;
  border-radius: 2px;
  display:inline-block;
  text-align: center;
  font-weight: bold;
  text-transform:uppercase;
  margin-right:5px;
}
.endpoint-head .method.delete{ border: 2px solid var(--red);}
.endpoint-head .method.put{ border: 2px solid var(--orange); }
.endpoint-head .method.post{ border: 2px solid var(--green); }
.endpoint-head .method.get{ border: 2px solid var(--blue); }
.endpoint-head .method.get.deprecated{ border: 2px solid var(--border-color); }
.endpoint-head .method.head,
.endpoint-head .method.patch,
.endpoint-head .method.options { 
  border: 2px solid var(--yellow); 
}

.req-resp-container {
  display: flex;
  margin-top:16px;
  align-items: stretch;
  flex-wrap: wrap;
  flex-direction: column;
  border-top:1px solid var(--light-border-color);
}

.view-mode-request,
api-response.view-mode {
  flex:1; 
  min-height:100px;
  padding:16px 8px;
  overflow:hidden;
}
.view-mode-request {
  border-width:0 0 1px 0;
  border-style:dashed;
}

.head .view-mode-request,
.patch .view-mode-request,
.options .view-mode-request { 
  border-color:var(--yellow); 
}
.put .view-mode-request { 
  border-color:var(--orange); 
}
.post .view-mode-request { 
  border-color:var(--green); 
}
.get .view-mode-request { 
  border-color:var(--blue); 
}
.delete .view-mode-request { 
  border-color:var(--red); 
}

@container (min-width: 1024px) {
  .only-large-screen { display:block; }
  .endpoint-head .path{
    font-size: var(--font-size-regular);
  }
  .endpoint-head .descr{
    display: flex;
  }
  .endpoint-head .m-markdown-small,
  .descr .m-markdown-small{
    display:block;
  }
  .req-resp-container{
    flex-direction: var(--layout, row);
    flex-wrap: nowrap;
  }
  api-response.view-mode {
    padding:16px;
  }
  .view-mode-request.row-layout {
    border-width:0 1px 0 0;
    padding:16px;
  }
  .summary{
    padding:8px 16px;
  }
}
`;var Dt=I`
code[class*="language-"],
pre[class*="language-"] {
  text-align: left;
  white-space: pre;
  word-spacing: normal;
  word-break: normal;
  word-wrap: normal;
  line-height: 1.5;
  tab-size: 2;

  -webkit-hyphens: none;
  -moz-hyphens: none;
  -ms-hyphens: none;
  hyphens: none;
}

/* Code blocks */
pre[class*="language-"] {
  padding: 1em;
  margin: .5em 0;
  overflow: auto;
}

/* Inline code */
:not(pre) > code[class*="language-"] {
  white-space: normal;
}

.token.comment,
.token.block-comment,
.token.prolog,
.token.doctype,
.token.cdata {
  color: var(--light-fg)
}

.token.punctuation {
  color: var(--fg);
}

.token.tag,
.token.attr-name,
.token.namespace,
.token.deleted {
  color:var(--pink);
}

.token.function-name {
  color: var(--blue);
}

.token.boolean,
.token.number,
.token.function {
  color: var(--red);
}

.token.property,
.token.class-name,
.token.constant,
.token.symbol {
  color: var(--code-property-color);
}

.token.selector,
.token.important,
.token.atrule,
.token.keyword,
.token.builtin {
  color: var(--code-keyword-color);
}

.token.string,
.token.char,
.token.attr-value,
.token.regex,
.token.variable { 
  color: var(--green);
}

.token.operator,
.token.entity,
.token.url {
  color: var(--code-operator-color);
}

.token.important,
.token.bold {
  font-weight: bold;
}
.token.italic {
  font-style: italic;
}

.token.entity {
  cursor: help;
}

.token.inserted {
  color: green;
}
`;var qe=I`
.tab-panel {
  border: none;
}
.tab-buttons {
  height:30px;
  padding: 4px 4px 0 4px;
  border-bottom: 1px solid var(--light-border-color) ;
  align-items: stretch;
  overflow-y: hidden;
  overflow-x: auto;
  scrollbar-width: thin;
}
.tab-buttons::-webkit-scrollbar {
  height: 1px;
  background-color: var(--border-color);
}
.tab-btn {
  border: none;
  border-bottom: 3px solid transparent; 
  color: var(--light-fg);
  background-color: transparent;
  white-space: nowrap;
  cursor:pointer;
  outline:none;
  font-family:var(--font-regular); 
  font-size:var(--font-size-small);
  margin-right:16px;
  padding:1px;
}
.tab-btn.active {
  border-bottom: 3px solid var(--primary-color); 
  font-weight:bold;
  color:var(--primary-color);
}

.tab-btn:hover {
  color:var(--primary-color);
}
.tab-content {
  margin:-1px 0 0 0;
  position:relative;
  min-height: 50px;
}
`;var ka=I`
.nav-bar-info:focus-visible,
.nav-bar-tag:focus-visible,
.nav-bar-path:focus-visible {
  outline: 1px solid;
  box-shadow: none;
  outline-offset: -4px;
}
.nav-bar-expand-all:focus-visible,
.nav-bar-collapse-all:focus-visible,
.nav-bar-tag-icon:focus-visible {
  outline: 1px solid;
  box-shadow: none;
  outline-offset: 2px;
}
.nav-bar {
  width:0;
  height:100%;
  overflow: hidden;
  color:var(--nav-text-color);
  background-color: var(--nav-bg-color);
  background-blend-mode: multiply;
  line-height: calc(var(--font-size-small) + 4px);
  display:none;
  position:relative;
  flex-direction:column;
  flex-wrap:nowrap;
  word-break:break-word;
}
::slotted([slot=nav-logo]) {
  padding:16px 16px 0 16px;
}
.nav-scroll {
  overflow-x: hidden;
  overflow-y: auto;
  overflow-y: overlay;
  scrollbar-width: thin;
  scrollbar-color: var(--nav-hover-bg-color) transparent;
}

.nav-bar-tag {
  display: flex;
  align-items: center;
  justify-content: space-between;
  flex-direction: row;
}
.nav-bar.read .nav-bar-tag-icon {
  display:none;
}
.nav-bar-paths-under-tag {
  overflow:hidden;
  transition: max-height .2s ease-out, visibility .3s;
}
.collapsed .nav-bar-paths-under-tag {
  visibility: hidden;
}

.nav-bar-expand-all {
  transform: rotate(90deg); 
  cursor:pointer; 
  margin-right:10px;
}
.nav-bar-collapse-all {
  transform: rotate(270deg); 
  cursor:pointer;
}
.nav-bar-expand-all:hover, .nav-bar-collapse-all:hover {
  color: var(--primary-color);
}

.nav-bar-tag-icon {
  color: var(--nav-text-color);
  font-size: 20px; 
}
.nav-bar-tag-icon:hover {
  color:var(--nav-hover-text-color);
}
.nav-bar.focused .nav-bar-tag-and-paths.collapsed .nav-bar-tag-icon::after {
  content: '⌵';
  width:16px;
  height:16px;
  text-align: center;
  display: inline-block;
  transform: rotate(-90deg);
  transition: transform 0.2s ease-out 0s;
}
.nav-bar.focused .nav-bar-tag-and-paths.expanded .nav-bar-tag-icon::after {
  content: '⌵';
  width:16px;
  height:16px;
  text-align: center;
  display: inline-block;
  transition: transform 0.2s ease-out 0s;
}
.nav-scroll::-webkit-scrollbar {
  width: var(--scroll-bar-width, 8px);
}
.nav-scroll::-webkit-scrollbar-track {
  background:transparent;
}
.nav-scroll::-webkit-scrollbar-thumb {
  background-color: var(--nav-hover-bg-color);
}

.nav-bar-tag {
  font-size: var(--font-size-regular);
  color: var(--nav-accent-color);
  border-left:4px solid transparent;
  font-weight:bold;
  padding: 15px 15px 15px 10px;
  text-transform: capitalize;
}

.nav-bar-components,
.nav-bar-h1,
.nav-bar-h2,
.nav-bar-info,
.nav-bar-tag,
.nav-bar-path {
  display:flex;
  cursor: pointer;
  width: 100%;
  border: none;
  border-radius:4px; 
  color: var(--nav-text-color);
  background: transparent;
  border-left:4px solid transparent;
}

.nav-bar-h1,
.nav-bar-h2,
.nav-bar-path {
  font-size: calc(var(--font-size-small) + 1px);
  padding: var(--nav-item-padding);
}
.nav-bar-path.small-font {
  font-size: var(--font-size-small);
}

.nav-bar-info {
  font-size: var(--font-size-regular);
  padding: 16px 10px;
  font-weight:bold;
}
.nav-bar-section {
  display: flex;
  flex-direction: row;
  justify-content: space-between;
  font-size: var(--font-size-small);
  color: var(--nav-text-color);
  padding: var(--nav-item-padding);
  font-weight:bold;
}
.nav-bar-section.operations {
  cursor:pointer;
}
.nav-bar-section.operations:hover {
  color:var(--nav-hover-text-color);
  background-color:var(--nav-hover-bg-color);
}

.nav-bar-section:first-child {
  display: none;
}
.nav-bar-h2 {margin-left:12px;}

.nav-bar-h1.left-bar.active,
.nav-bar-h2.left-bar.active,
.nav-bar-info.left-bar.active,
.nav-bar-tag.left-bar.active,
.nav-bar-path.left-bar.active,
.nav-bar-section.left-bar.operations.active {
  border-left:4px solid var(--nav-accent-color);
  color:var(--nav-hover-text-color);
}

.nav-bar-h1.colored-block.active,
.nav-bar-h2.colored-block.active,
.nav-bar-info.colored-block.active,
.nav-bar-tag.colored-block.active,
.nav-bar-path.colored-block.active,
.nav-bar-section.colored-block.operations.active {
  background-color: var(--nav-accent-color);
  color: var(--nav-accent-text-color);
  border-radius: 0;
}

.nav-bar-h1:hover,
.nav-bar-h2:hover,
.nav-bar-info:hover,
.nav-bar-tag:hover,
.nav-bar-path:hover {
  color:var(--nav-hover-text-color);
  background-color:var(--nav-hover-bg-color);
}
`;var Sa=I`
#api-info {
  font-size: calc(var(--font-size-regular) - 1px);
  margin-top: 8px;
  margin-left: -15px;
}

#api-info span:before {
  content: "|";
  display: inline-block;
  opacity: 0.5;
  width: 15px;
  text-align: center;
}
#api-info span:first-child:before {
  content: "";
  width: 0px;
}
`;var Z=I`

`;var Fe=/[\s#:?&={}]/g,le="_rapidoc_api_key";function Re(r){return new Promise(e=>setTimeout(e,r))}function he(r,e){let t=e.target,a=document.createElement("textarea");a.value=r,a.style.position="fixed",document.body.appendChild(a),a.focus(),a.select();try{document.execCommand("copy"),t.innerText="Copied",setTimeout(()=>{t.innerText="Copy"},5e3)}catch(s){console.error("Unable to copy",s)}document.body.removeChild(a)}function Ea(r,e){return e.name.toLowerCase().includes(r.toLowerCase())}function fe(r,e,t=""){return`${e.method} ${e.path} ${e.summary||""} ${e.description||""} ${e.operationId||""} ${t}`.toLowerCase().includes(r.toLowerCase())}function xr(r,e=new Set){return r&&Object.keys(r).forEach(t=>{e.add(t),r[t].properties?xr(r[t].properties,e):r[t].items?.properties&&xr(r[t].items?.properties,e)}),e}function Aa(r,e,t=[]){if(!r.trim()||t.length===0)return;let a=[];return e.forEach(s=>{s.paths.forEach(i=>{let n="";if(t.includes("search-api-path")&&(n=i.path),t.includes("search-api-descr")&&(n=`${n} ${(i.summary||"")+(i.description||"")}`),t.includes("search-api-params")&&(n=`${n} ${i.parameters?.map(c=>c.name).join(" ")||""}`),t.includes("search-api-request-body")&&i.requestBody){let c=new Set;for(let l in i.requestBody?.content)i.requestBody.content[l].schema?.properties&&(c=xr(i.requestBody.content[l].schema?.properties)),n=`${n} ${[...c].join(" ")}`}t.includes("search-api-resp-descr")&&(n=`${n} ${Object.values(i.responses).map(c=>c.description||"").join(" ")}`),n.toLowerCase().includes(r.trim().toLowerCase())&&a.push({elementId:i.elementId,method:i.method,path:i.path,summary:i.summary||i.description||"",deprecated:i.deprecated})})}),a}function qt(r,e){if(r){let t=document.createElement("a");document.body.appendChild(t),t.style="display: none",t.href=r,t.download=e,t.click(),t.remove()}}function Ft(r){if(r){let e=document.createElement("a");document.body.appendChild(e),e.style="display: none",e.href=r,e.target="_blank",e.click(),e.remove()}}function rt(r,e,t){if(Array.isArray(r))return r.map(c=>rt(c,e,t));if(r===null||typeof r!="object")return r;if(typeof r.$ref!="string")return Object.fromEntries(Object.entries(r).map(([c,l])=>[c,rt(l,e,t)]));let a=r.$ref.split("/").slice(1).map(c=>c.replaceAll("~1","/").replaceAll("~0","~")),s=a.at(-1),i=a[1]==="schemas";if(i&&(t.length===2||t.includes(s)))return{type:"object",description:`See \`${s}\`.`};let n=a.reduce((c,l)=>c[l],e);return rt(n,e,i?[...t,s]:t)}var vr={async resolve({spec:r}){let{components:e,...t}=r,{securitySchemes:a,schemas:s}=e,i={...rt(t,r,[]),components:{securitySchemes:a,schemas:rt(s,r,[])}};return{spec:i,resolvedSpec:i}}};async function wr(r,e=!1,t=!1,a=!1,s="",i="",n="",c="",l="",p="",m="",u=""){let h;try{this.requestUpdate();let b;if(typeof r=="string"?b=await vr.resolve({url:r,allowMetaPatches:!1}):b=await vr.resolve({spec:r,allowMetaPatches:!1}),await Re(0),b.resolvedSpec?.jsonSchemaViewer&&b.resolvedSpec?.schemaAndExamples){this.dispatchEvent(new CustomEvent("before-render",{detail:{spec:b.resolvedSpec}}));let x=Object.entries(b.resolvedSpec.schemaAndExamples).map(k=>({show:!0,expanded:!0,selectedExample:null,name:k[0],elementId:k[0].replace(Fe,"-"),...k[1]}));return{specLoadError:!1,isSpecLoading:!1,info:b.resolvedSpec.info,schemaAndExamples:x}}if(b.spec&&(b.spec.components||b.spec.info||b.spec.servers||b.spec.tags||b.spec.paths))h=Ys(b.spec,p,m,u),this.dispatchEvent(new CustomEvent("before-render",{detail:{spec:h}}));else return console.info("RapiDoc: %c There was an issue while parsing the spec %o ","color:orangered",b),{specLoadError:!0,isSpecLoading:!1,info:{title:"Error loading the spec",description:b.response?.url?`${b.response?.url} \u2503 ${b.response?.status}  ${b.response?.statusText}`:"Unable to load the Spec",version:" "},tags:[]}}catch(b){console.info("RapiDoc: %c There was an issue while parsing the spec %o ","color:orangered",b)}let d=ei(h,s,e,t),v=Qs(h,a),g=h.info?.description?$r(h.info.description):[],f=[];if(h.components?.securitySchemes){let b=new Set;Object.entries(h.components.securitySchemes).forEach(x=>{if(!b.has(x[0])){b.add(x[0]);let S={securitySchemeId:x[0],...x[1]};S.value="",S.finalKeyValue="",x[1].type==="apiKey"||x[1].type==="http"?(S.in=x[1].in||"header",S.name=x[1].name||"Authorization",S.user="",S.password=""):x[1].type==="oauth2"&&(S.in="header",S.name="Authorization",S.clientId="",S.clientSecret=""),f.push(S)}})}i&&n&&c&&f.push({securitySchemeId:le,description:"api-key provided in rapidoc element attributes",type:"apiKey",oAuthFlow:"",name:i,in:n,value:c,finalKeyValue:c}),f.forEach(b=>{b.type==="http"?b.typeDisplay=b.scheme==="basic"?"HTTP Basic":"HTTP Bearer":b.type==="apiKey"?b.typeDisplay=`API Key (${b.name})`:b.type==="oauth2"?b.typeDisplay=`OAuth (${b.securitySchemeId})`:b.typeDisplay=b.type||"None"});let y=[];return h.servers&&Array.isArray(h.servers)&&h.servers.length>0?(h.servers.forEach(b=>{let x=b.url.trim();x.startsWith("http")||x.startsWith("//")||x.startsWith("{")||window.location.origin.startsWith("http")&&(b.url=window.location.origin+b.url,x=b.url),b.variables&&Object.entries(b.variables).forEach(S=>{let k=new RegExp(`{${S[0]}}`,"g");x=x.replace(k,S[1].default||""),S[1].value=S[1].default||""}),b.computedUrl=x}),l&&h.servers.push({url:l,computedUrl:l})):l?h.servers=[{url:l,computedUrl:l}]:window.location.origin.startsWith("http")?h.servers=[{url:window.location.origin,computedUrl:window.location.origin}]:h.servers=[{url:"http://localhost",computedUrl:"http://localhost"}],y=h.servers,{specLoadError:!1,isSpecLoading:!1,info:h.info,infoDescriptionHeaders:g,tags:d,components:v,externalDocs:h.externalDocs,securitySchemes:f,servers:y}}function Ys(r,e="",t="",a=""){let s={},i=a.split(",").map(l=>l.trim().toLowerCase()).filter(Boolean);function n(l,p){if(!e)return!0;let m=`${p} ${l}`.toLowerCase();return t==="regex"?new RegExp(e,"i").test(e.toLowerCase()):m.includes(e.toLowerCase())}function c(l){return l.some(p=>i.includes(p?.label.toLowerCase()))}return Object.entries(r.paths).forEach(([l,p])=>{let m={};Object.entries(p).forEach(([u,h])=>{let d=h["x-badges"];n(l,u)&&(d&&Array.isArray(d)&&c(d)||(m[u]=h))}),Object.keys(m).length>0&&(s[l]=m)}),r.paths=s,r}function $r(r){return w.lexer(r).filter(a=>a.type==="heading"&&a.depth<=2)||[]}function Qs(r,e=!1){if(!r.components)return[];let t=[];for(let a in r.components){let s=[];for(let l in r.components[a]){let p={show:!0,id:`${a.toLowerCase()}-${l.toLowerCase()}`.replace(Fe,"-"),name:l,component:r.components[a][l]};s.push(p)}let i=a,n=a;switch(a){case"schemas":e&&s.sort((l,p)=>l.name.localeCompare(p.name)),n="Schemas",i="Schemas allows the definition of input and output data types. These types can be objects, but also primitives and arrays.";break;case"responses":n="Responses",i="Describes responses from an API Operation, including design-time, static links to operations based on the response.";break;case"parameters":n="Parameters",i="Describes operation parameters. A unique parameter is defined by a combination of a name and location.";break;case"examples":n="Examples",i="List of Examples for operations, can be requests, responses and objects examples.";break;case"requestBodies":n="Request Bodies",i="Describes common request bodies that are used across the API operations.";break;case"headers":n="Headers",i='Headers follows the structure of the Parameters but they are explicitly in "header"';break;case"securitySchemes":n="Security Schemes",i="Defines a security scheme that can be used by the operations. Supported schemes are HTTP authentication, an API key (either as a header, a cookie parameter or as a query parameter), OAuth2's common flows(implicit, password, client credentials and authorization code) as defined in RFC6749, and OpenID Connect Discovery.";break;case"links":n="Links",i="Links represent a possible design-time link for a response. The presence of a link does not guarantee the caller's ability to successfully invoke it, rather it provides a known relationship and traversal mechanism between responses and other operations.";break;case"callbacks":n="Callbacks",i="A map of possible out-of band callbacks related to the parent operation. Each value in the map is a Path Item Object that describes a set of requests that may be initiated by the API provider and the expected responses. The key value used to identify the path item object is an expression, evaluated at runtime, that identifies a URL to use for the callback operation.";break;default:n=a,i=a;break}let c={show:!0,name:n,description:i,subComponents:s};t.push(c)}return t||[]}function ei(r,e,t=!1,a=!1){let s=["get","put","post","delete","patch","head","options"],i=r.tags&&Array.isArray(r.tags)&&r.tags.length>0?r.tags.map(l=>({show:!0,elementId:`tag--${l.name.replace(Fe,"-")}`,name:l.name,displayName:l["x-displayName"]||l.name,description:l.description||"",headers:l.description?$r(l.description):[],paths:[],expanded:l["x-tag-expanded"]!==!1})):[],n=r.paths||{};if(r.webhooks)for(let[l,p]of Object.entries(r.webhooks))p._type="webhook",n[l]=p;for(let l in n){let p=n[l].parameters,m={servers:n[l].servers||[],parameters:n[l].parameters||[]},u=n[l]._type==="webhook";s.forEach(h=>{if(n[l][h]){let d=r.paths[l][h],v=d.tags||[];if(v.length===0)if(t){let g=l.replace(/^\/+|\/+$/g,""),f=g.indexOf("/");f===-1?v.push(g):v.push(g.substring(0,f))}else v.push("General \u2982");v.forEach(g=>{let f,y;r.tags&&(y=r.tags.find(x=>x.name.toLowerCase()===g.toLowerCase())),f=i.find(x=>x.name===g),f||(f={show:!0,elementId:`tag--${g.replace(Fe,"-")}`,name:g,description:y?.description||"",headers:y?.description?$r(y.description):[],paths:[],expanded:y?y["x-tag-expanded"]!==!1:!0},i.push(f));let $=(d.summary||d.description||`${h.toUpperCase()} ${l}`).trim();$.length>100&&([$]=$.split(/[.|!|?]\s|[\r?\n]/));let b=[];if(p?d.parameters?b=p.filter(x=>{if(!d.parameters.some(S=>x.name===S.name&&x.in===S.in))return x}).concat(d.parameters):b=p.slice(0):b=d.parameters?d.parameters.slice(0):[],d.callbacks)for(let[x,S]of Object.entries(d.callbacks)){let k=Object.entries(S).filter(C=>typeof C[1]=="object")||[];d.callbacks[x]=Object.fromEntries(k)}f.paths.push({show:!0,expanded:!1,isWebhook:u,expandedAtLeastOnce:!1,summary:d.summary||"",description:d.description||"",externalDocs:d.externalDocs,shortSummary:$,method:h,path:l,operationId:d.operationId,elementId:`${h}-${l.replace(Fe,"-")}`,servers:d.servers?m.servers.concat(d.servers):m.servers,parameters:b,requestBody:d.requestBody,responses:d.responses,callbacks:d.callbacks,deprecated:d.deprecated,security:d.security,xBadges:d["x-badges"]||void 0,xCodeSamples:d["x-codeSamples"]||d["x-code-samples"]||""})})}})}let c=i.filter(l=>l.paths&&l.paths.length>0);return c.forEach(l=>{e==="method"?l.paths.sort((p,m)=>s.indexOf(p.method).toString().localeCompare(s.indexOf(m.method))):e==="summary"?l.paths.sort((p,m)=>p.shortSummary.localeCompare(m.shortSummary)):e==="path"&&l.paths.sort((p,m)=>p.path.localeCompare(m.path)),l.firstPathId=l.paths[0].elementId}),a?c.sort((l,p)=>l.name.localeCompare(p.name)):c}var ce={ATTRIBUTE:1,CHILD:2,PROPERTY:3,BOOLEAN_ATTRIBUTE:4,EVENT:5,ELEMENT:6},He=r=>(...e)=>({_$litDirective$:r,values:e}),me=class{constructor(e){}get _$AU(){return this._$AM._$AU}_$AT(e,t,a){this._$Ct=e,this._$AM=t,this._$Ci=a}_$AS(e,t){return this.update(e,t)}update(e,t){return this.render(...t)}};var at=class extends me{constructor(e){if(super(e),this.it=D,e.type!==ce.CHILD)throw Error(this.constructor.directiveName+"() can only be used in child bindings")}render(e){if(e===D||e==null)return this._t=void 0,this.it=e;if(e===U)return e;if(typeof e!="string")throw Error(this.constructor.directiveName+"() called with a non-string value");if(e===this.it)return this._t;this.it=e;let t=[e];return t.raw=t,this._t={_$litType$:this.constructor.resultType,strings:t,values:[]}}};at.directiveName="unsafeHTML",at.resultType=1;var _=He(at);var ti="731DB1C3F7EA533B85E29492D26AA-1234567890-1234567890",ri="4FatVDBJKPAo4JgLLaaQFMUcQPn5CrPRvLlaob9PTYc",Ca="rapidoc";function Ne(r,e="",t="",a=""){let s=this.resolvedSpec.securitySchemes?.find(n=>n.securitySchemeId===r);if(!s)return!1;let i="";return s.scheme?.toLowerCase()==="basic"?e&&(i=`Basic ${Buffer.from(`${e}:${t}`,"utf8").toString("base64")}`):a&&(s.value=a,i=`${s.scheme?.toLowerCase()==="bearer"?"Bearer ":""}${a}`),i?(s.finalKeyValue=i,this.requestUpdate(),!0):!1}function Sr(){this.resolvedSpec.securitySchemes?.forEach(r=>{r.user="",r.password="",r.value="",r.finalKeyValue=""}),this.requestUpdate()}function Er(){return JSON.parse(localStorage.getItem(Ca))||{}}function Ra(r){localStorage.setItem(Ca,JSON.stringify(r))}function Oa(){let r=Er.call(this);Object.values(r).forEach(e=>{Ne.call(this,e.securitySchemeId,e.username,e.password,e.value)})}function Ta(r){let e="",t=this.resolvedSpec.securitySchemes.find(a=>a.securitySchemeId===r);if(t){let a=this.shadowRoot.getElementById(`security-scheme-${r}`);if(a){if(t.type&&t.scheme&&t.type==="http"&&t.scheme.toLowerCase()==="basic"){let s=a.querySelector(".api-key-user").value.trim(),i=a.querySelector(".api-key-password").value.trim();Ne.call(this,r,s,i)}else e=a.querySelector(".api-key-input").value.trim(),Ne.call(this,r,"","",e);if(this.persistAuth==="true"){let s=Er.call(this);s[r]=t,Ra.call(this,s)}}}}function _a(r,e,t="Bearer"){let a=this.resolvedSpec.securitySchemes.find(s=>s.securitySchemeId===r);a.finalKeyValue=`${t.toLowerCase()==="bearer"?"Bearer":t.toLowerCase()==="mac"?"MAC":t} ${e}`,this.requestUpdate()}async function kr(r,e,t,a,s,i,n,c,l="header",p=null,m=null,u=null){let h=c?c.querySelector(".oauth-resp-display"):void 0,d=new URLSearchParams,v=new Headers;d.append("grant_type",s),s==="authorization_code"&&(d.append("client_id",e),d.append("client_secret",t)),s!=="client_credentials"&&s!=="password"&&d.append("redirect_uri",a),i&&(d.append("code",i),d.append("code_verifier",ti)),l==="header"?v.set("Authorization",`Basic ${Buffer.from(`${e}:${t}`,"utf8").toString("base64")}`):s!=="authorization_code"&&(d.append("client_id",e),d.append("client_secret",t)),s==="password"&&(d.append("username",m),d.append("password",u)),p&&d.append("scope",p);try{let g=await fetch(r,{method:"POST",headers:v,body:d}),f=await g.json();if(g.ok){if(f.token_type&&f.access_token)return _a.call(this,n,f.access_token,f.token_type),h&&(h.innerHTML='<span style="color:var(--green)">Access Token Received</span>'),!0}else return h&&(h.innerHTML=`<span style="color:var(--red)">${f.error_description||f.error_description||"Unable to get access token"}</span>`),!1}catch{return h&&(h.innerHTML='<span style="color:var(--red)">Failed to get access token</span>'),!1}}async function ai(r,e,t,a,s,i,n,c,l,p){sessionStorage.removeItem("winMessageEventActive"),e.close(),!r.data.fake&&(r.data||console.warn("RapiDoc: Received no data with authorization message"),r.data.error&&console.warn("RapiDoc: Error while receiving data"),r.data&&(r.data.responseType==="code"?kr.call(this,t,a,s,i,n,r.data.code,l,p,c):r.data.responseType==="token"&&_a.call(this,l,r.data.access_token,r.data.token_type)))}async function si(r,e,t,a,s){let i=s.target.closest(".oauth-flow"),n=i.querySelector(".oauth-client-id")?i.querySelector(".oauth-client-id").value.trim():"",c=i.querySelector(".oauth-client-secret")?i.querySelector(".oauth-client-secret").value.trim():"",l=i.querySelector(".api-key-user")?i.querySelector(".api-key-user").value.trim():"",p=i.querySelector(".api-key-password")?i.querySelector(".api-key-password").value.trim():"",m=i.querySelector(".oauth-send-client-secret-in")?i.querySelector(".oauth-send-client-secret-in").value.trim():"header",u=[...i.querySelectorAll(".scope-checkbox:checked")],h=i.querySelector(`#${r}-pkce`),d=`${Math.random().toString(36).slice(2,9)}random${Math.random().toString(36).slice(2,9)}`,v=`${Math.random().toString(36).slice(2,9)}random${Math.random().toString(36).slice(2,9)}`,g=new URL(`${window.location.origin}${window.location.pathname.substring(0,window.location.pathname.lastIndexOf("/"))}/${this.oauthReceiver}`),f="",y="",$;if([...i.parentNode.querySelectorAll(".oauth-resp-display")].forEach(x=>{x.innerHTML=""}),e==="authorizationCode"||e==="implicit"){let x=new URL(t);e==="authorizationCode"?(f="authorization_code",y="code"):e==="implicit"&&(y="token");let S=new URLSearchParams(x.search),k=u.map(C=>C.value).join(" ");k&&S.set("scope",k),S.set("client_id",n),S.set("redirect_uri",g.toString()),S.set("response_type",y),S.set("state",d),S.set("nonce",v),h&&h.checked&&(S.set("code_challenge",ri),S.set("code_challenge_method","S256")),S.set("show_dialog",!0),x.search=S.toString(),sessionStorage.getItem("winMessageEventActive")==="true"&&window.postMessage({fake:!0},this),setTimeout(()=>{$=window.open(x.toString()),$?(sessionStorage.setItem("winMessageEventActive","true"),window.addEventListener("message",C=>ai.call(this,C,$,a,n,c,g.toString(),f,m,r,i),{once:!0})):console.error(`RapiDoc: Unable to open ${x.toString()} in a new window`)},10)}else if(e==="clientCredentials"){f="client_credentials";let x=u.map(S=>S.value).join(" ");kr.call(this,a,n,c,g.toString(),f,"",r,i,m,x)}else if(e==="password"){f="password";let x=u.map(S=>S.value).join(" ");kr.call(this,a,n,c,g.toString(),f,"",r,i,m,x,l,p)}}function ii(r,e,t,a,s,i=[],n="header",c=void 0){let{authorizationUrl:l,tokenUrl:p,refreshUrl:m}=s,u=s["x-pkce-only"]||!1,h=f=>f.indexOf("://")>0||f.indexOf("//")===0,v=new URL(this.selectedServer?.computedUrl).origin;m&&!h(m)&&(m=`${v}/${m.replace(/^\//,"")}`),p&&!h(p)&&(p=`${v}/${p.replace(/^\//,"")}`),l&&!h(l)&&(l=`${v}/${l.replace(/^\//,"")}`);let g;return r==="authorizationCode"?g="Authorization Code Flow":r==="clientCredentials"?g="Client Credentials Flow":r==="implicit"?g="Implicit Flow":r==="password"?g="Password Flow":g=r,o`
    <div class="oauth-flow ${r}" style="padding: 12px 0; margin-bottom:12px;">
      <div class="tiny-title upper" style="margin-bottom:8px;">${g}</div>
      ${l?o`<div style="margin-bottom:5px"><span style="width:75px; display: inline-block;">Auth URL</span> <span class="mono-font"> ${l} </span></div>`:""}
      ${p?o`<div style="margin-bottom:5px"><span style="width:75px; display: inline-block;">Token URL</span> <span class="mono-font">${p}</span></div>`:""}
      ${m?o`<div style="margin-bottom:5px"><span style="width:75px; display: inline-block;">Refresh URL</span> <span class="mono-font">${m}</span></div>`:""}
      ${r==="authorizationCode"||r==="clientCredentials"||r==="implicit"||r==="password"?o`
          ${s.scopes?o`
              <span> Scopes </span>
              <div class= "oauth-scopes" part="section-auth-scopes" style = "width:100%; display:flex; flex-direction:column; flex-wrap:wrap; margin:0 0 10px 24px">
                ${Object.entries(s.scopes).map((f,y)=>o`
                  <div class="m-checkbox" style="display:inline-flex; align-items:center">
                    <input type="checkbox" part="checkbox checkbox-auth-scope" class="scope-checkbox" id="${a}${r}${y}" ?checked="${i.includes(f[0])}" value="${f[0]}">
                    <label for="${a}${r}${y}" style="margin-left:5px; cursor:pointer">
                      <span class="mono-font">${f[0]}</span>
                        ${f[0]!==f[1]?` - ${f[1]||""}`:""}
                    </label>
                  </div>
                `)}
              </div>
            `:""}
          ${r==="password"?o`
              <div style="margin:5px 0">
                <input type="text" value = "" placeholder="username" spellcheck="false" class="oauth2 ${r} ${a} api-key-user" part="textbox textbox-username" id="input-${a}-${r}-api-key-user">
                <input type="password" value = "" placeholder="password" spellcheck="false" class="oauth2 ${r} ${a} api-key-password" style = "margin:0 5px;" part="textbox textbox-password" id="input-${a}-${r}-api-key-password">
              </div>`:""}
          <div>
            ${r==="authorizationCode"?o`
                <div style="margin: 16px 0 4px">
                  <input type="checkbox" part="checkbox checkbox-auth-scope" id="${a}-pkce" checked ?disabled=${u}>
                  <label for="${a}-pkce" style="margin:0 16px 0 4px; line-height:24px; cursor:pointer">
                   Send Proof Key for Code Exchange (PKCE)
                  </label>
                </div>
              `:""}
            <input type="text" part="textbox textbox-auth-client-id" value = "${e||""}" placeholder="client-id" spellcheck="false" class="oauth2 ${r} ${a} oauth-client-id">
            ${r==="authorizationCode"||r==="clientCredentials"||r==="password"?o`
                <input
                  id="${a}-${r}-oauth-client-secret"
                  type="password" part="textbox textbox-auth-client-secret"
                  value = "${t||""}" placeholder="client-secret" spellcheck="false"
                  class="oauth2 ${r} ${a}
                  oauth-client-secret"
                  style = "margin:0 5px;${u?"display:none;":""}"
                >
                <select style="margin-right:5px;${u?"display:none;":""}" class="${r} ${a} oauth-send-client-secret-in">
                   ${!c||c.includes("header")?o`<option value = 'header' .selected = ${n==="header"} > Authorization Header </option>`:""}
                   ${!c||c.includes("request-body")?o` <option value = 'request-body' .selected = ${n==="request-body"}> Request Body </option>`:""}
                </select>`:""}
            ${r==="authorizationCode"||r==="clientCredentials"||r==="implicit"||r==="password"?o`
                <button class="m-btn thin-border" part="btn btn-outline"
                  @click="${f=>{si.call(this,a,r,l,p,f)}}"
                > GET TOKEN </button>`:""}
          </div>
          <div class="oauth-resp-display red-text small-font-size"></div>
          `:""}
    </div>
  `}function ni(r){let e=this.resolvedSpec.securitySchemes?.find(t=>t.securitySchemeId===r);if(e.user="",e.password="",e.value="",e.finalKeyValue="",this.persistAuth==="true"){let t=Er.call(this);delete t[e.securitySchemeId],Ra.call(this,t)}this.requestUpdate()}function st(){if(!this.resolvedSpec)return"";let r=this.resolvedSpec.securitySchemes?.filter(e=>e.finalKeyValue);if(r)return o`
  <section id='auth' part="section-auth" style="text-align:left; direction:ltr; margin-top:24px; margin-bottom:24px;" class = 'observe-me ${"read focused".includes(this.renderStyle)?"section-gap--read-mode":"section-gap "}'>
    <div class='sub-title regular-font'> AUTHENTICATION </div>

    <div class="small-font-size" style="display:flex; align-items: center; min-height:30px">
      ${r.length>0?o`
          <div class="blue-text"> ${r.length} API key applied </div>
          <div style="flex:1"></div>
          <button class="m-btn thin-border" part="btn btn-outline" @click=${()=>{Sr.call(this)}}>CLEAR ALL API KEYS</button>`:o`<div class="red-text">No API key applied</div>`}
    </div>
    ${this.resolvedSpec.securitySchemes&&this.resolvedSpec.securitySchemes.length>0?o`
        <table role="presentation" id="auth-table" class='m-table padded-12' style="width:100%;">
          ${this.resolvedSpec.securitySchemes.filter(e=>e.type).map(e=>o`
            <tr id="security-scheme-${e.securitySchemeId}" class="${e.type.toLowerCase()}">
              <td style="max-width:500px; overflow-wrap: break-word;">
                <div style="line-height:28px; margin-bottom:5px;">
                  <span style="font-weight:bold; font-size:var(--font-size-regular)">${e.typeDisplay}</span>
                  ${e.finalKeyValue?o`
                      <span class='blue-text'>  ${e.finalKeyValue?"Key Applied":""} </span>
                      <button class="m-btn thin-border small" part="btn btn-outline" @click=${()=>{ni.call(this,e.securitySchemeId)}}>REMOVE</button>
                      `:""}
                </div>
                ${e.description?o`
                    <div class="m-markdown">
                      ${_(w(e.description||""))}
                    </div>`:""}

                ${e.type.toLowerCase()==="apikey"||e.type.toLowerCase()==="http"&&e.scheme?.toLowerCase()==="bearer"?o`
                    <div style="margin-bottom:5px">
                      ${e.type.toLowerCase()==="apikey"?o`Send <code>${e.name}</code> in <code>${e.in}</code>`:o`Send <code>Authorization</code> in <code>header</code> containing the word <code>Bearer</code> followed by a space and a Token String.`}
                    </div>
                    <div style="max-height:28px;">
                      ${e.in!=="cookie"?o`
                          <input type = "text" value = "${e.value}" class="${e.type} ${e.securitySchemeId} api-key-input" placeholder = "api-token" spellcheck = "false" id = "${e.type}-${e.securitySchemeId}-api-key-input">
                          <button class="m-btn thin-border" style = "margin-left:5px;"
                            part = "btn btn-outline"
                            @click="${t=>{Ta.call(this,e.securitySchemeId,t)}}">
                            ${e.finalKeyValue?"UPDATE":"SET"}
                          </button>`:o`<span class="gray-text" style="font-size::var(--font-size-small)"> cookies cannot be set from here</span>`}
                    </div>`:""}
                ${e.type.toLowerCase()==="http"&&e.scheme?.toLowerCase()==="basic"?o`
                    <div style="margin-bottom:5px">
                      Send <code>Authorization</code> in <code>header</code> containing the word <code>Basic</code> followed by a space and a base64 encoded string of <code>username:password</code>.
                    </div>
                    <div>
                      <input type="text" value = "${e.user}" placeholder="username" spellcheck="false" class="${e.type} ${e.securitySchemeId} api-key-user" style="width:100px" id = "input-${e.type}-${e.securitySchemeId}-api-key-user">
                      <input type="password" value = "${e.password}" placeholder="password" spellcheck="false" class="${e.type} ${e.securitySchemeId} api-key-password" style = "width:100px; margin:0 5px;" id = "input-${e.type}-${e.securitySchemeId}-api-key-password">
                      <button class="m-btn thin-border"
                        @click="${t=>{Ta.call(this,e.securitySchemeId,t)}}"
                        part = "btn btn-outline"
                      >
                        ${e.finalKeyValue?"UPDATE":"SET"}
                      </button>
                    </div>`:""}
              </td>
            </tr>
            ${e.type.toLowerCase()==="oauth2"?o`
                <tr>
                  <td style="border:none; padding-left:48px">
                    ${Object.keys(e.flows).map(t=>ii.call(this,t,e.flows[t]["x-client-id"]||e["x-client-id"]||"",e.flows[t]["x-client-secret"]||e["x-client-secret"]||"",e.securitySchemeId,e.flows[t],e.flows[t]["x-default-scopes"]||e["x-default-scopes"],e.flows[t]["x-receive-token-in"]||e["x-receive-token-in"],e.flows[t]["x-receive-token-in-options"]||e["x-receive-token-in-options"]))}
                  </td>
                </tr>
                `:""}
          `)}
        </table>`:""}
    <slot name="auth"></slot>
  </section>
`}function Ht(r){if(this.resolvedSpec.securitySchemes&&r){let e=[];if(Array.isArray(r)){if(r.length===0)return""}else return"";return r.forEach(t=>{let a=[],s=[];Object.keys(t).length===0?e.push({securityTypes:"None",securityDefs:[]}):(Object.keys(t).forEach(i=>{let n="",c=this.resolvedSpec.securitySchemes.find(l=>l.securitySchemeId===i);t[i]&&Array.isArray(t[i])&&(n=t[i].join(", ")),c&&(s.push(c.typeDisplay),a.push({...c,scopes:n}))}),e.push({securityTypes:s.length>1?`${s[0]} + ${s.length-1} more`:s[0],securityDefs:a}))}),o`<div style="position:absolute; top:3px; right:2px; font-size:var(--font-size-small); line-height: 1.5;">
      <div style="position:relative; display:flex; min-width:350px; max-width:700px; justify-content: flex-end;">
        <svg width="24" height="24" viewBox="0 0 24 24" stroke-width="1.5" fill="none" style="stroke:var(--fg3)"> <rect x="5" y="11" width="14" height="10" rx="2" /> <circle cx="12" cy="16" r="1" /> <path d="M8 11v-4a4 4 0 0 1 8 0v4" /></svg>
          ${e.map((t,a)=>o`
          ${t.securityTypes?o`
              ${a!==0?o`<div style="padding:3px 4px;"> OR </div>`:""}
              <div class="tooltip">
                <div style = "padding:2px 4px; white-space:nowrap; text-overflow:ellipsis;max-width:150px; overflow:hidden;">
                  ${this.updateRoute==="true"&&this.allowAuthentication==="true"?o`<a part="anchor anchor-operation-security" href="#auth"> ${t.securityTypes} </a>`:o`${t.securityTypes}`}
                </div>
                <div class="tooltip-text" style="position:absolute; color: var(--fg); top:26px; right:0; border:1px solid var(--border-color);padding:2px 4px; display:block;">
                  ${t.securityDefs.length>1?o`<div>Requires <b>all</b> of the following </div>`:""}
                  <div style="padding-left: 8px">
                    ${t.securityDefs.map((s,i)=>{let n=o`${s.scopes!==""?o`
                          <div>
                            <b>Required scopes:</b>
                            <br/>
                            <div style="margin-left:8px">
                              ${s.scopes.split(",").map((c,l)=>o`${l===0?"":"\u2503"}<span>${c}</span>`)}
                            </div>
                          </div>`:""}`;return o`
                      ${s.type==="oauth2"?o`
                          <div>
                            ${t.securityDefs.length>1?o`<b>${i+1}.</b> &nbsp;`:"Needs"}
                            OAuth Token <span style="font-family:var(--font-mono); color:var(--primary-color);">${s.securitySchemeId}</span> in <b>Authorization header</b>
                            ${n}
                          </div>`:s.type==="http"?o`
                            <div>
                              ${t.securityDefs.length>1?o`<b>${i+1}.</b> &nbsp;`:o`Requires`}
                              ${s.scheme==="basic"?"Base 64 encoded username:password":"Bearer Token"} in <b>Authorization header</b>
                              ${n}
                            </div>`:o`
                            <div>
                              ${t.securityDefs.length>1?o`<b>${i+1}.</b> &nbsp;`:o`Requires`}
                              Token in <b>${s.name} ${s.in}</b>
                              ${n}
                            </div>`}`})}
                  </div>
                </div>
              </div>
            `:""}
        `)}
      </div>
      </div>
    `}return""}var Nt=Ve(Bt());function it(r){return o`
  <section class="table-title" style="margin-top:24px;">CODE SAMPLES</div>
  <div part="tab-panel" class="tab-panel col"
    @click="${e=>{if(!e.target.classList.contains("tab-btn"))return;let t=e.target.dataset.tab,a=[...e.currentTarget.querySelectorAll(".tab-btn")],s=[...e.currentTarget.querySelectorAll(".tab-content")];a.forEach(i=>i.classList[i.dataset.tab===t?"add":"remove"]("active")),s.forEach(i=>{i.style.display=i.dataset.tab===t?"block":"none"})}}">
    <div part="tab-btn-row" class="tab-buttons row" style="width:100; overflow">
      ${r.map((e,t)=>o`<button part="tab-btn" class="tab-btn ${t===0?"active":""}" data-tab = '${e.lang}${t}'> ${e.label||e.lang} </button>`)}
    </div>
    ${r.map((e,t)=>o`
      <div class="tab-content m-markdown" style= "display:${t===0?"block":"none"}" data-tab = '${e.lang}${t}'>
        <button class="toolbar-btn" style = "position:absolute; top:12px; right:8px" @click='${a=>{he(e.source,a)}}'> Copy </button>
        <pre><code class="language">${Nt.default.languages[e.lang?.toLowerCase()]?_(Nt.default.highlight(e.source,Nt.default.languages[e.lang?.toLowerCase()],e.lang?.toLowerCase())):e.source}</code></pre>
      </div>`)}
  </div>  
  </section>`}function nt(r){return o`
    <div class="req-res-title" style="margin-top:12px">CALLBACKS</div>
    ${Object.entries(r).map(e=>o`
      <div class="tiny-title" style="padding: 12px; border:1px solid var(--light-border-color)"> 
        ${e[0]}
        ${Object.entries(e[1]).map(t=>o`
          <div class="mono-font small-font-size" style="display:flex; margin-left:16px;">
            <div style="width:100%"> 
              ${Object.entries(t[1]).map(a=>o`
                <div>
                  <div style="margin-top:12px;">
                    <div class="method method-fg ${a[0]}" style="width:70px; border:none; margin:0; padding:0; line-height:20px; vertical-align: baseline;text-align:left"> 
                      <span style="font-size:20px;"> &#x2944; </span> 
                      ${a[0]} 
                    </div>
                    <span style="line-height:20px; vertical-align: baseline;">${t[0]} </span>
                  </div>  
                  <div class='expanded-req-resp-container'>
                    <api-request
                      class = "${this.renderStyle}-mode callback"  
                      style = "width:100%;"
                      callback = "true"
                      method = "${a[0]||""}", 
                      path = "${t[0]||""}" 
                      .parameters = "${a[1]?.parameters||""}" 
                      .request_body = "${a[1]?.requestBody||""}"
                      fill-request-fields-with-example = "${this.fillRequestFieldsWithExample}"
                      allow-try = "false"
                      render-style="${this.renderStyle}" 
                      schema-style = "${this.schemaStyle}"
                      active-schema-tab = "${this.defaultSchemaTab}"
                      schema-expand-level = "${this.schemaExpandLevel}"
                      schema-description-expanded = "${this.schemaDescriptionExpanded}"
                      allow-schema-description-expand-toggle = "${this.allowSchemaDescriptionExpandToggle}"
                      schema-hide-read-only = "false"
                      schema-hide-write-only = "${this.schemaHideWriteOnly==="never"?"false":"true"}"
                      fetch-credentials = "${this.fetchCredentials}"
                      exportparts = "wrap-request-btn:wrap-request-btn, btn:btn, btn-fill:btn-fill, btn-outline:btn-outline, btn-try:btn-try, btn-clear:btn-clear, btn-clear-resp:btn-clear-resp,
                        tab-panel:tab-panel, tab-btn:tab-btn, tab-btn-row:tab-btn-row, tab-coontent:tab-content, 
                        file-input:file-input, textbox:textbox, textbox-param:textbox-param, textarea:textarea, textarea-param:textarea-param, 
                        anchor:anchor, anchor-param-example:anchor-param-example, schema-description:schema-description, schema-multiline-toggle:schema-multiline-toggle"
                      > </api-request>

                    <api-response
                      style = "width:100%;"
                      class = "${this.renderStyle}-mode"
                      callback = "true"
                      .responses="${a[1]?.responses}"
                      render-style="${this.renderStyle}"
                      schema-style="${this.schemaStyle}"
                      active-schema-tab = "${this.defaultSchemaTab}"
                      schema-expand-level = "${this.schemaExpandLevel}"
                      schema-description-expanded = "${this.schemaDescriptionExpanded}"
                      allow-schema-description-expand-toggle = "${this.allowSchemaDescriptionExpandToggle}"
                      schema-hide-read-only = "${this.schemaHideReadOnly==="never"?"false":"true"}"
                      schema-hide-write-only = "false"
                      exportparts = "btn:btn, btn-response-status:btn-response-status, btn-selected-response-status:btn-selected-response-status, btn-fill:btn-fill, btn-copy:btn-copy,
                        tab-panel:tab-panel, tab-btn:tab-btn, tab-btn-row:tab-btn-row, tab-coontent:tab-content, 
                        schema-description:schema-description, schema-multiline-toggle:schema-multiline-toggle"
                    > </api-response>
                  </div>
                </div>  
              `)}
            </div>  
          </div>  
        `)}
      </div>  
    `)}
  `}var oi={},ot=He(class extends me{constructor(){super(...arguments),this.ot=oi}render(r,e){return e()}update(r,[e,t]){if(Array.isArray(e)){if(Array.isArray(this.ot)&&this.ot.length===e.length&&e.every((a,s)=>a===this.ot[s]))return U}else if(this.ot===e)return U;return this.ot=Array.isArray(e)?Array.from(e):e,this.render(e,t)}});var{I:so}=ca;var Ia=r=>r.strings===void 0;var li={},La=(r,e=li)=>r._$AH=e;var Ut=He(class extends me{constructor(r){if(super(r),r.type!==ce.PROPERTY&&r.type!==ce.ATTRIBUTE&&r.type!==ce.BOOLEAN_ATTRIBUTE)throw Error("The `live` directive is not allowed on child or event bindings");if(!Ia(r))throw Error("`live` bindings can only contain a single expression")}render(r){return r}update(r,[e]){if(e===U||e===D)return e;let t=r.element,a=r.name;if(r.type===ce.PROPERTY){if(e===t[a])return U}else if(r.type===ce.BOOLEAN_ATTRIBUTE){if(!!e===t.hasAttribute(a))return U}else if(r.type===ce.ATTRIBUTE&&t.getAttribute(a)===e+"")return U;return La(r),e}});var za=r=>r??D;var as=Ve(Ha()),te=Ve(Bt());var ge=I`
.border-top {
  border-top:1px solid var(--border-color);
}
.border{
  border:1px solid var(--border-color);
  border-radius: var(--border-radius);
}
.light-border{
  border:1px solid var(--light-border-color);
  border-radius: var(--border-radius);
}
.pad-8-16{
  padding: 8px 16px;
}
.pad-top-8 {
  padding-top: 8px;
}
.mar-top-8 {
  margin-top: 8px;
}
`;var _r=Ve(Xa());_r.default.prototype.randInt=r=>r;function Le(r){if(r===void 0)return"";if(r===null)return"null";if(r==="")return"\u2205";if(typeof r=="boolean"||typeof r=="number")return`${r}`;if(Array.isArray(r))return r.map(e=>e===null?"null":e===""?"\u2205":e.toString().replace(/^ +| +$/g,t=>"\u25CF".repeat(t.length))||"").join(", ");if(typeof r=="object"){let e=Object.keys(r);return`{ ${e[0]}:${r[e[0]]}${e.length>1?",":""} ... }`}return r.toString().replace(/^ +| +$/g,e=>"\u25CF".repeat(e.length))||""}function de(r){if(!r)return;let e="",t="";if(r.$ref){let s=r.$ref.lastIndexOf("/");e=`{recursive: ${r.$ref.substring(s+1)}} `}else r.type?(e=Array.isArray(r.type)?r.type.join(r.length===2?" or ":"\u2503"):r.type,(r.format||r.enum||r.const)&&(e=e.replace("string",r.enum?"enum":r.const?"const":r.format)),r.nullable&&(e+="\u2503null")):r.const?e="const":Object.keys(r).length===0?e="any":e="{missing-type-info}";let a={type:e,format:r.format||"",pattern:r.pattern&&!r.enum?r.pattern:"",readOrWriteOnly:r.readOnly?"\u{1F181}":r.writeOnly?"\u{1F186}":"",deprecated:r.deprecated?"\u274C":"",examples:r.examples||r.example,default:Le(r.default),description:r.description||"",constrain:"",allowedValues:"",arrayType:"",html:""};if(a.type==="{recursive}"?a.description=r.$ref.substring(r.$ref.lastIndexOf("/")+1):(a.type==="{missing-type-info}"||a.type==="any")&&(a.description=a.description||""),a.allowedValues=r.const?r.const:Array.isArray(r.enum)?r.enum.map(s=>Le(s)).join("\u2503"):"",e==="array"&&r.items){let s=r.items?.type,i=Le(r.items.default);a.arrayType=`${r.type} of ${Array.isArray(s)?s.join(""):s}`,a.default=i,a.allowedValues=r.items.const?r.const:Array.isArray(r.items?.enum)?r.items.enum.map(n=>Le(n)).join("\u2503"):""}return e.match(/integer|number/g)&&((r.minimum!==void 0||r.exclusiveMinimum!==void 0)&&(t+=r.minimum!==void 0?`Min ${r.minimum}`:`More than ${r.exclusiveMinimum}`),(r.maximum!==void 0||r.exclusiveMaximum!==void 0)&&(t+=r.maximum!==void 0?`${t?"\u2503":""}Max ${r.maximum}`:`${t?"\u2503":""}Less than ${r.exclusiveMaximum}`),r.multipleOf!==void 0&&(t+=`${t?"\u2503":""} multiple of ${r.multipleOf}`)),e.match(/string/g)&&(r.minLength!==void 0&&r.maxLength!==void 0?t+=`${t?"\u2503":""}${r.minLength} to ${r.maxLength} chars`:r.minLength!==void 0?t+=`${t?"\u2503":""}Min ${r.minLength} chars`:r.maxLength!==void 0&&(t+=`Max ${t?"\u2503":""}${r.maxLength} chars`)),a.constrain=t,a.html=`${a.type}~|~${a.readOrWriteOnly}~|~${a.constrain}~|~${a.default}~|~${a.allowedValues}~|~${a.pattern}~|~${a.description}~|~${r.title||""}~|~${a.deprecated?"deprecated":""}`,a}function W(r){if(typeof r=="object"&&!Array.isArray(r)){if(r.value!==void 0)return{Example:{...r}};let e=Object.entries(r).filter(([t,a])=>a.value!==void 0);return e.length===0?void 0:Object.fromEntries(e)}return Array.isArray(r)?r.reduce((e,t,a)=>(e[`Example${a+1}`]={value:t},e),{}):r?{Example:{value:r}}:void 0}function Ir(r,e="string"){if(!r)return{exampleVal:"",exampleList:[]};if(r.constructor===Object){let s=Object.values(r).filter(n=>n["x-example-show-value"]!==!1).map(n=>({value:typeof n.value=="boolean"||typeof n.value=="number"?`${n.value}`:n.value||"",printableValue:Le(n.value),summary:n.summary||"",description:n.description||""}));return{exampleVal:s.length>0?s[0].value:"",exampleList:s}}if(Array.isArray(r)||(r=r?[r]:[]),r.length===0)return{exampleVal:"",exampleList:[]};if(e==="array"){let[s]=r,i=r.map(n=>({value:n,printableValue:Le(n)}));return{exampleVal:s,exampleList:i}}let t=r[0].toString(),a=r.map(s=>({value:s.toString(),printableValue:Le(s)}));return{exampleVal:t,exampleList:a}}function es(r){return r.some(e=>e.summary?.length>0||e.description?.length>0)}function Vt(r){let e=r.examples?r.examples[0]:r.example===null?null:r.example||void 0;if(e==="")return"";if(e===null)return null;if(e===0)return 0;if(e===!1)return!1;if(e instanceof Date)switch(r.format.toLowerCase()){case"date":return e.toISOString().split("T")[0];case"time":return e.toISOString().split("T")[1];default:return e.toISOString()}if(e)return e;if(Object.keys(r).length===0)return null;if(r.$ref)return{};if(r.const===!1||r.const===0||r.const===null||r.const===""||r.const)return r.const;if(r.default)return r.default;let t=Array.isArray(r.type)?r.type[0]:r.type;if(!t)return null;if(t.match(/^integer|^number/g)){let a=Number.isNaN(Number(r.multipleOf))?void 0:Number(r.multipleOf),s=Number.isNaN(Number(r.maximum))?void 0:Number(r.maximum),i=Number.isNaN(Number(r.minimum))?Number.isNaN(Number(r.exclusiveMinimum))?s||0:Number(r.exclusiveMinimum)+(t.startsWith("integer")?1:.001):Number(r.minimum);return a?a>=i?a:i%a===0?i:Math.ceil(i/a)*a:i}if(t.match(/^boolean/g))return!1;if(t.match(/^null/g))return null;if(t.match(/^string/g)){if(r.enum)return r.enum[0];if(r.const)return r.const;if(r.pattern)try{return new _r.default(r.pattern).gen()}catch{return r.pattern}if(r.format){let a=`${Date.now().toString(16)}${Math.random().toString(16)}0`.repeat(16);switch(r.format.toLowerCase()){case"url":case"uri":return"http://example.com";case"date":return new Date(0).toISOString().split("T")[0];case"time":return new Date(0).toISOString().split("T")[1];case"date-time":return new Date(0).toISOString();case"duration":return"P3Y6M4DT12H30M5S";case"email":case"idn-email":return"user@example.com";case"hostname":case"idn-hostname":return"www.example.com";case"ipv4":return"198.51.100.42";case"ipv6":return"2001:0db8:5b96:0000:0000:426f:8e17:642a";case"uuid":return[a.substring(0,8),a.substring(8,12),`4000-8${a.substring(13,16)}`,a.substring(16,28)].join("-");case"byte":return"ZXhhbXBsZQ==";default:return""}}else{let a=Number.isNaN(r.minLength)?void 0:Number(r.minLength),s=Number.isNaN(r.maxLength)?void 0:Number(r.maxLength),i=a||(s>6?6:s||void 0);return i?"A".repeat(i):"string"}}return null}function ht(r,e=1){let t="  ".repeat(e),a="";if(e===1&&typeof r!="object")return`
${t}${r.toString()}`;for(let s in r){let i=r[s]["::XML_TAG"]||s,n="";Array.isArray(r[s])?n=i[0]["::XML_TAG"]||`${s}`:n=i,!s.startsWith("::")&&(Array.isArray(r[s])?a=`${a}
${t}<${n}>${ht(r[s],e+1)}
${t}</${n}>`:typeof r[s]=="object"?a=`${a}
${t}<${n}>${ht(r[s],e+1)}
${t}</${n}>`:a=`${a}
${t}<${n}>${r[s].toString()}</${n}>`)}return a}function Gt(r,e){typeof e!="object"||e===null||(r.title&&(e["::TITLE"]=r.title),r.description&&(e["::DESCRIPTION"]=r.description),r.xml?.name&&(e["::XML_TAG"]=r.xml?.name),r.xml?.wrapped&&(e["::XML_WRAP"]=r.xml?.wrapped.toString()))}function ts(r){if(!(typeof r!="object"||r===null)){delete r["::TITLE"],delete r["::DESCRIPTION"],delete r["::XML_TAG"],delete r["::XML_WRAP"];for(let e in r)ts(r[e])}}function Ya(r,e,t){for(let a in e)e[a][t]=r}function Ie(r,e,t){let a=0,s=10,i={};for(let n in r){for(let c in t)if(i[`example-${a}`]={...r[n]},i[`example-${a}`][e]=t[c],a++,a>=s)break;if(a>=s)break}return i}function X(r,e={}){let t={};if(r){if(r.allOf){let a={};if(r.allOf.length===1&&!r.allOf[0]?.properties&&!r.allOf[0]?.items){if(r.allOf[0].$ref)return"{  }";if(r.allOf[0].readOnly&&e.includeReadOnly){let s=r.allOf[0];return Vt(s)}return}r.allOf.forEach(s=>{if(s.type==="object"||s.properties||s.allOf||s.anyOf||s.oneOf){let i=X(s,e);Object.assign(a,i)}else if(s.type==="array"||s.items){let i=[X(s,e)];Object.assign(a,i)}else if(s.type){let i=`prop${Object.keys(a).length}`;a[i]=Vt(s)}else return""}),t=a}else if(r.oneOf){let a={};if(r.properties)for(let s in r.properties)r.properties[s].properties||r.properties[s].properties?.items?a[s]=X(r.properties[s],e):a[s]=Vt(r.properties[s]);if(r.oneOf.length>0){let s=0;for(let i in r.oneOf){let n=X(r.oneOf[i],e);for(let c in n){let l;if(Object.keys(a).length>0){if(n[c]===null||typeof n[c]!="object")continue;l=Object.assign(n[c],a)}else l=n[c];t[`example-${s}`]=l,Gt(r.oneOf[i],t[`example-${s}`]),s++}}}}else if(r.anyOf){let a;if(r.type==="object"||r.properties){a={"example-0":{}};for(let i in r.properties){if(r.example){a=r;break}r.properties[i].deprecated&&!e.includeDeprecated||r.properties[i].readOnly&&!e.includeReadOnly||r.properties[i].writeOnly&&!e.includeWriteOnly||(a=Ie(a,i,X(r.properties[i],e)))}}let s=0;for(let i in r.anyOf){let n=X(r.anyOf[i],e);for(let c in n){if(typeof a<"u")for(let l in a)t[`example-${s}`]={...a[l],...n[c]};else t[`example-${s}`]=n[c];Gt(r.anyOf[i],t[`example-${s}`]),s++}}}else if(r.type==="object"||r.properties)if(t["example-0"]={},Gt(r,t["example-0"]),r.example)t["example-0"]=r.example;else{for(let a in r.properties)if(!(r.properties[a]?.deprecated&&!e.includeDeprecated)&&!(r.properties[a]?.readOnly&&!e.includeReadOnly)&&!(r.properties[a]?.writeOnly&&!e.includeWriteOnly)){if(r.properties[a]?.type==="array"||r.properties[a]?.items){if(r.properties[a].example)Ya(r.properties[a].example,t,a);else if(r.properties[a]?.items?.example)Ya([r.properties[a].items.example],t,a);else{let s=X(r.properties[a].items,e);if(e.useXmlTagForProp){let i=r.properties[a].xml?.name||a;if(r.properties[a].xml?.wrapped){let n=JSON.parse(`{ "${i}" : { "${i}" : ${JSON.stringify(s["example-0"])} } }`);t=Ie(t,i,n)}else t=Ie(t,i,s)}else{let i=[];for(let n in s)i[n]=[s[n]];t=Ie(t,a,i)}}continue}t=Ie(t,a,X(r.properties[a],e))}if(typeof r.additionalProperties=="object"){let a=r.additionalProperties["x-additionalPropertiesName"]||"property";t=Ie(t,`${a}1`,X(r.additionalProperties,e)),t=Ie(t,`${a}2`,X(r.additionalProperties,e))}}else if(r.type==="array"||r.items)if(r.items||r.example)if(r.example)t["example-0"]=r.example;else if(r.items?.example)t["example-0"]=[r.items.example];else{let a=X(r.items,e),s=0;for(let i in a)t[`example-${s}`]=[a[i]],Gt(r.items,t[`example-${s}`]),s++}else t["example-0"]=[];else return{"example-0":Vt(r)};return t}}function Qa(r,e=0){let t=(r.description||r.title)&&(r.minItems||r.maxItems)?'<span class="descr-expand-toggle">\u2794</span>':"";if(r.title?r.description?t=`${t} <b>${r.title}:</b> ${r.description}<br/>`:t=`${t} ${r.title}<br/>`:r.description&&(t=`${t} ${r.description}<br/>`),r.minItems&&(t=`${t} <b>Min Items:</b> ${r.minItems}`),r.maxItems&&(t=`${t} <b>Max Items:</b> ${r.maxItems}`),e>0&&r.items?.description){let a="";r.items.minProperties&&(a=`<b>Min Properties:</b> ${r.items.minProperties}`),r.items.maxProperties&&(a=`${a} <b>Max Properties:</b> ${r.items.maxProperties}`),t=`${t} \u2B95 ${a} [ ${r.items.description} ] `}return t}function F(r,e,t=0,a=""){if(r){if(r.allOf){let s={};if(r.allOf.length===1&&!r.allOf[0].properties&&!r.allOf[0].items){let i=r.allOf[0];return`${de(i).html}`}r.allOf.map((i,n)=>{if(i.type==="object"||i.properties||i.allOf||i.anyOf||i.oneOf){let c=(i.anyOf||i.oneOf)&&n>0?n:"",l=F(i,{},t+1,c);Object.assign(s,l)}else if(i.type==="array"||i.items){let c=F(i,{},t+1);Object.assign(s,c)}else if(i.type){let c=`prop${Object.keys(s).length}`,l=de(i);s[c]=`${l.html}`}else return""}),e=s}else if(r.anyOf||r.oneOf){if(e["::description"]=r.description||"",r.type==="object"||r.properties){e["::description"]=r.description||"",e["::type"]="object";for(let n in r.properties)r.required&&r.required.includes(n)?e[`${n}*`]=F(r.properties[n],{},t+1):e[n]=F(r.properties[n],{},t+1)}let s={},i=r.anyOf?"anyOf":"oneOf";r[i].forEach((n,c)=>{if(n.type==="object"||n.properties||n.allOf||n.anyOf||n.oneOf){let l=F(n,{});s[`::OPTION~${c+1}${n.title?`~${n.title}`:""}`]=l,s[`::OPTION~${c+1}${n.title?`~${n.title}`:""}`]["::readwrite"]="",s["::type"]="xxx-of-option"}else if(n.type==="array"||n.items){let l=F(n,{});s[`::OPTION~${c+1}${n.title?`~${n.title}`:""}`]=l,s[`::OPTION~${c+1}${n.title?`~${n.title}`:""}`]["::readwrite"]="",s["::type"]="xxx-of-array"}else{let l=`::OPTION~${c+1}${n.title?`~${n.title}`:""}`;s[l]=`${de(n).html}`,s["::type"]="xxx-of-option"}}),e[r.anyOf?`::ANY~OF ${a}`:`::ONE~OF ${a}`]=s,e["::type"]="object"}else if(Array.isArray(r.type)){let s=JSON.parse(JSON.stringify(r)),i=[],n=[];s.type.forEach(l=>{l.match(/integer|number|string|null|boolean/g)?i.push(l):l==="array"&&typeof s.items?.type=="string"&&s.items?.type.match(/integer|number|string|null|boolean/g)?s.items.type==="string"&&s.items.format?i.push(`[${s.items.format}]`):i.push(`[${s.items.type}]`):n.push(l)});let c;if(i.length>0&&(s.type=i.join(i.length===2?" or ":"\u2503"),c=de(s),n.length===0))return`${c?.html||""}`;if(n.length>0){e["::type"]="object";let l={"::type":"xxx-of-option"};n.forEach((p,m)=>{if(p==="null")l[`::OPTION~${m+1}`]="NULL~|~~|~~|~~|~~|~~|~~|~~|~";else if("integer, number, string, boolean,".includes(`${p},`)){s.type=Array.isArray(p)?p.join("\u2503"):p;let u=de(s);l[`::OPTION~${m+1}`]=u.html}else if(p==="object"){let u={"::title":r.title||"","::description":r.description||"","::type":"object","::deprecated":r.deprecated||!1};for(let h in r.properties)r.required&&r.required.includes(h)?u[`${h}*`]=F(r.properties[h],{},t+1):u[h]=F(r.properties[h],{},t+1);l[`::OPTION~${m+1}`]=u}else p==="array"&&(l[`::OPTION~${m+1}`]={"::title":r.title||"","::description":r.description||"","::type":"array","::props":F(r.items,{},t+1)})}),l[`::OPTION~${n.length+1}`]=c?.html||"",e["::ONE~OF"]=l}}else if(r.type==="object"||r.properties){e["::title"]=r.title||"",e["::description"]=Qa(r,t),e["::type"]="object",(Array.isArray(r.type)&&r.type.includes("null")||r.nullable)&&(e["::dataTypeLabel"]="object or null",e["::nullable"]=!0),e["::deprecated"]=r.deprecated||!1,e["::readwrite"]=r.readOnly?"readonly":r.writeOnly?"writeonly":"";for(let s in r.properties)r.required&&r.required.includes(s)?e[`${s}*`]=F(r.properties[s],{},t+1):e[s]=F(r.properties[s],{},t+1);for(let s in r.patternProperties)e[`[pattern: ${s}]`]=F(r.patternProperties[s],e,t+1);r.additionalProperties&&(e["[any-key]"]=F(r.additionalProperties,{}))}else if(r.type==="array"||r.items)e["::title"]=r.title||"",e["::description"]=Qa(r,t),e["::type"]="array",(Array.isArray(r.type)&&r.type.includes("null")||r.nullable)&&(e["::dataTypeLabel"]="array or null",e["::nullable"]=!0),e["::deprecated"]=r.deprecated||!1,e["::readwrite"]=r.readOnly?"readonly":r.writeOnly?"writeonly":"",r.items?.items&&(e["::array-type"]=r.items.items.type),e["::props"]=F(r.items,{},t+1);else{let s=de(r);return s?.html?`${s.html}`:""}return e}}function ze(r,e,t={},a={},s=!0,i=!0,n="json",c=!1){let l=[];if(t)for(let p in t){let m="",u="json";if(e?.toLowerCase().includes("json")){if(n==="text")m=typeof t[p].value=="string"?t[p].value:JSON.stringify(t[p].value,void 0,2),u="text";else if(m=t[p].value,typeof t[p].value=="string")try{let h=t[p].value;m=JSON.parse(h),u="json"}catch{u="text",m=t[p].value}}else m=t[p].value,u="text";l.push({exampleId:p,exampleSummary:t[p].summary||p,exampleDescription:t[p].description||"",exampleType:e,exampleValue:m,exampleFormat:u})}else if(a){let p="",m="json";if(e?.toLowerCase().includes("json")){if(n==="text")p=typeof a=="string"?a:JSON.stringify(a,void 0,2),m="text";else if(typeof a=="object")p=a,m="json";else if(typeof a=="string")try{p=JSON.parse(a),m="json"}catch{m="text",p=a}}else p=a,m="text";l.push({exampleId:"Example",exampleSummary:"",exampleDescription:"",exampleType:e,exampleValue:p,exampleFormat:m})}if(l.length===0||c===!0)if(r)if(r.example)l.push({exampleId:"Example",exampleSummary:"",exampleDescription:"",exampleType:e,exampleValue:r.example,exampleFormat:e?.toLowerCase().includes("json")&&typeof r.example=="object"?"json":"text"});else if(e?.toLowerCase().includes("json")||e?.toLowerCase().includes("text")||e?.toLowerCase().includes("*/*")||e?.toLowerCase().includes("xml")){let p="",m="",u="",h="";e?.toLowerCase().includes("xml")?(p=r.xml?.name?`<${r.xml.name} ${r.xml.namespace?`xmlns="${r.xml.namespace}"`:""}>`:"<root>",m=r.xml?.name?`</${r.xml.name}>`:"</root>",u="text"):u=n;let d=X(r,{includeReadOnly:s,includeWriteOnly:i,deprecated:!0,useXmlTagForProp:e?.toLowerCase().includes("xml")}),v=0;for(let g in d){if(!d[g])continue;let f=d[g]["::TITLE"]||`Example ${++v}`,y=d[g]["::DESCRIPTION"]||"";e?.toLowerCase().includes("xml")?h=`<?xml version="1.0" encoding="UTF-8"?>
${p}${ht(d[g],1)}
${m}`:(ts(d[g]),h=n==="text"?JSON.stringify(d[g],null,2):d[g]),l.push({exampleId:g,exampleSummary:f,exampleDescription:y,exampleType:e,exampleFormat:u,exampleValue:h})}}else e?.toLowerCase().includes("jose")?l.push({exampleId:"Example",exampleSummary:"Base64 Encoded",exampleDescription:"",exampleType:e,exampleValue:r.pattern||"bXJpbg==",exampleFormat:"text"}):l.push({exampleId:"Example",exampleSummary:"",exampleDescription:"",exampleType:e,exampleValue:"",exampleFormat:"text"});else l.push({exampleId:"Example",exampleSummary:"",exampleDescription:"",exampleType:e,exampleValue:"",exampleFormat:"text"});return l}function xi(r){return r==="application/json"?"json":r==="application/xml"?"xml":null}function rs(r){if(r.schema)return[r.schema,null,null];if(r.content){for(let e of Object.keys(r.content))if(r.content[e].schema)return[r.content[e].schema,xi(e),r.content[e]]}return[null,null,null]}var Kt=class extends N{static get properties(){return{data:{type:Object},renderStyle:{type:String,attribute:"render-style"}}}static get styles(){return[K,ge,ue,I`
      :host{
        display:flex;
      }
      :where(button, input[type="checkbox"], [tabindex="0"]):focus-visible { box-shadow: var(--focus-shadow); }
      :where(input[type="text"], input[type="password"], select, textarea):focus-visible { border-color: var(--primary-color); }
      .json-tree {
        position: relative;
        font-family: var(--font-mono);
        font-size: var(--font-size-small);
        display:inline-block;
        overflow:hidden;
        word-break: break-all;
        flex:1;
        line-height: calc(var(--font-size-small) + 6px);
        min-height: 40px;
        direction: ltr; 
        text-align: left;
      }

      .open-bracket {
        display:inline-block;
        padding: 0 20px 0 0;
        cursor:pointer;
        border: 1px solid transparent;
        border-radius:3px;
      }
      .close-bracket {
        border: 1px solid transparent;
        border-radius:3px;
        display:inline-block;
      }
      .open-bracket:hover {
        color:var(--primary-color);
        background-color:var(--hover-color);
        border: 1px solid var(--border-color);
      }
      .open-bracket.expanded:hover ~ .inside-bracket {
        border-left: 1px solid var(--fg3);
      }
      .open-bracket.expanded:hover ~ .close-bracket {
        color:var(--primary-color);
      }
      .inside-bracket {
        padding-left:12px;
        overflow: hidden;
        border-left:1px dotted var(--border-color);
      }
      .open-bracket.collapsed + .inside-bracket,
      .open-bracket.collapsed + .inside-bracket + .close-bracket {
        display:none;
      }

      .string{color:var(--green);}
      .number{color:var(--blue);}
      .null{color:var(--red);}
      .boolean{color:var(--purple);}
      .object{color:var(--fg)}
      .toolbar {
        position: absolute;
        top:5px;
        right:6px;
        display:flex;
        padding:2px;
        align-items: center;
      }`,Z]}render(){return o`
      <div class = "json-tree"  @click='${e=>{e.target.classList.contains("btn-copy")?he(JSON.stringify(this.data,null,2),e):this.toggleExpand(e)}}'>
        <div class='toolbar'> 
          <button class="toolbar-btn btn-copy" part="btn btn-fill btn-copy"> Copy </button>
        </div>
          ${this.generateTree(this.data,!0)}
      </div>  
    `}generateTree(e,t=!1){if(e===null)return o`<span class="null">null</span>${t?"":","}`;if(typeof e=="object"&&!(e instanceof Date)){let a=Array.isArray(e)?"array":"pure_object";return Object.keys(e).length===0?o`${Array.isArray(e)?"[ ],":"{ },"}`:o`
      <div class="open-bracket expanded ${a==="array"?"array":"object"}" > ${a==="array"?"[":"{"}</div>
      <div class="inside-bracket">
        ${Object.keys(e).map((s,i,n)=>o`
          <div class="item"> 
            ${a==="pure_object"?o`"${s}":`:""}
            ${this.generateTree(e[s],i===n.length-1)}
          </div>`)}
      </div>
      <div class="close-bracket">${a==="array"?"]":"}"}${t?"":","}</div>
      `}return typeof e=="string"||e instanceof Date?o`<span class="${typeof e}">"${e}"</span>${t?"":","}`:o`<span class="${typeof e}">${e}</span>${t?"":","}`}toggleExpand(e){let t=e.target;e.target.classList.contains("open-bracket")&&(t.classList.contains("expanded")?(t.classList.replace("expanded","collapsed"),e.target.innerHTML=e.target.classList.contains("array")?"[...]":"{...}"):(t.classList.replace("collapsed","expanded"),e.target.innerHTML=e.target.classList.contains("array")?"[":"{"))}};customElements.define("json-tree",Kt);var Zt=I`

*, *:before, *:after { box-sizing: border-box; }
:host {
  container-type: inline-size;
}

.tr {
  display: flex;
  flex: none;
  width: 100%;
  box-sizing: content-box;
  border-bottom: 1px dotted transparent;
  transition: max-height 0.3s ease-out;
}
.td {
  display: block;
  flex: 0 0 auto;
}
.key {
  font-family: var(--font-mono);
  white-space: normal;
  word-break: break-all;
}

.collapsed-all-descr .key {
  overflow:hidden;
}
.expanded-all-descr .key-descr .descr-expand-toggle {
  display:none;
}

.key-descr .descr-expand-toggle {
  display:inline-block;
  user-select:none;
  color: var(--fg);
  cursor: pointer;
  transform: rotate(45deg);
  transition: transform .2s ease;
}

.expanded-descr .key-descr .descr-expand-toggle {
  transform: rotate(270deg)
}

.key-descr .descr-expand-toggle:hover {
  color: var(--primary-color);
}

.expanded-descr .more-content { display:none; }

.key-descr {
  font-family:var(--font-regular);
  color:var(--light-fg);
  flex-shrink: 1;
  text-overflow: ellipsis;
  overflow: hidden;
  display: none;
}
.expanded-descr .key-descr{
  max-height:auto;
  overflow:hidden;
  display: none;
}

.xxx-of-key {
  font-size: calc(var(--font-size-small) - 2px); 
  font-weight:bold; 
  background-color:var(--primary-color); 
  color:var(--primary-color-invert); 
  border-radius:2px;
  line-height:calc(var(--font-size-small) + 6px);
  padding:0px 5px; 
  margin-bottom:1px; 
  display:inline-block;
}

.xxx-of-descr {
  font-family: var(--font-regular);
  color: var(--primary-color);
  font-size: calc(var(--font-size-small) - 1px);
  margin-left: 2px;
}

.stri, .string, .uri, .url, .byte, .bina, .date, .pass, .ipv4, .ipv4, .uuid, .emai, .host { color:var(--green); }
.inte, .numb, .number, .int6, .int3, .floa, .doub, .deci .blue { color:var(--blue); }
.null { color:var(--red); }
.bool, .boolean { color:var(--orange) }
.enum { color:var(--purple) }
.cons { color:var(--purple) }
.recu { color:var(--brown) }
.toolbar {
  display:flex;
  width:100%;
  padding: 2px 0;
  color:var(--primary-color);
}
.toolbar-item {
  cursor:pointer;
  padding:5px 0;
  margin:0 2px;
}
.schema-root-type {
  cursor:auto;
  color:var(--fg2);
  font-weight: bold;
  text-transform: uppercase;
}
.toolbar-item:first-of-type { margin:0 2px 0 0;}

@container (min-width: 500px) {
  .key-descr {
    display: block;
  }
  .expanded-descr .key-descr {
    display: block;
  }
}
`;var Jt=class extends N{static get properties(){return{data:{type:Object},schemaExpandLevel:{type:Number,attribute:"schema-expand-level"},schemaDescriptionExpanded:{type:String,attribute:"schema-description-expanded"},allowSchemaDescriptionExpandToggle:{type:String,attribute:"allow-schema-description-expand-toggle"},schemaHideReadOnly:{type:String,attribute:"schema-hide-read-only"},schemaHideWriteOnly:{type:String,attribute:"schema-hide-write-only"}}}connectedCallback(){super.connectedCallback(),(!this.schemaExpandLevel||this.schemaExpandLevel<1)&&(this.schemaExpandLevel=99999),(!this.schemaDescriptionExpanded||!"true false".includes(this.schemaDescriptionExpanded))&&(this.schemaDescriptionExpanded="false"),(!this.schemaHideReadOnly||!"true false".includes(this.schemaHideReadOnly))&&(this.schemaHideReadOnly="true"),(!this.schemaHideWriteOnly||!"true false".includes(this.schemaHideWriteOnly))&&(this.schemaHideWriteOnly="true")}static get styles(){return[K,Zt,ge,I`
      .tree {
        font-size:var(--font-size-small);
        text-align: left;
        direction: ltr;
        line-height:calc(var(--font-size-small) + 6px);
      }
      .tree .tr:hover{
        background-color:var(--hover-color);
      }
      .collapsed-all-descr .tr:not(.expanded-descr) {
        overflow: hidden;
        max-height:calc(var(--font-size-small) + 8px);
      }
      .tree .key {
        max-width: 300px;
      }
      .tr.expanded:hover > .td.key > .open-bracket {
        color: var(--primary-color);
      }
      .tr.expanded:hover + .inside-bracket {
        border-left: 1px solid var(--fg3);
      }
      .tr.expanded:hover + .inside-bracket + .close-bracket {
        color: var(--primary-color);
      }
      .inside-bracket.xxx-of-option {
        border-left: 1px solid transparent;
      }
      .open-bracket{
        display:inline-block;
        padding: 0 20px 0 0;
        cursor:pointer;
        border: 1px solid transparent;
        border-radius:3px;
      }
      .open-bracket:hover {
        color:var(--primary-color);
        background-color:var(--hover-color);
        border: 1px solid var(--border-color);
      }
      .close-bracket{
        display:inline-block;
        font-family: var(--font-mono);
      }
      .tr.collapsed + .inside-bracket,
      .tr.collapsed + .inside-bracket + .close-bracket{
        overflow: hidden;
        display:none;
      }
      .inside-bracket.object,
      .inside-bracket.array {
        border-left: 1px dotted var(--border-color);
      }`,Z]}render(){return o`
      <div class="tree ${this.schemaDescriptionExpanded==="true"?"expanded-all-descr":"collapsed-all-descr"}" @click="${e=>this.handleAllEvents(e)}">
        <div class="toolbar">
          <div class="toolbar-item schema-root-type ${this.data?.["::type"]||""} "> ${this.data?.["::type"]||""} </div>
          ${this.allowSchemaDescriptionExpandToggle==="true"?o`
              <div style="flex:1"></div>
              <div part="schema-toolbar-item schema-multiline-toggle" class='toolbar-item schema-multiline-toggle'> 
                ${this.schemaDescriptionExpanded==="true"?"Single line description":"Multiline description"}
              </div>`:""}
        </div>
        <span part="schema-description" class='m-markdown'> ${_(w(this.data?.["::description"]||""))}</span>
        ${this.data?o`
            ${this.generateTree(this.data["::type"]==="array"?this.data["::props"]:this.data,this.data["::type"],this.data["::array-type"]||"")}`:o`<span class='mono-font' style='color:var(--red)'> Schema not found </span>`}
      </div>  
    `}generateTree(e,t="object",a="",s="",i="",n=0,c=0,l="",p=!1){if(this.schemaHideReadOnly==="true"&&(t==="array"&&l==="readonly"||e?.["::readwrite"]==="readonly")||this.schemaHideWriteOnly==="true"&&(t==="array"&&l==="writeonly"||e?.["::readwrite"]==="writeonly"))return;if(!e)return o`<div class="null" style="display:inline;">
        <span class="key-label xxx-of-key"> ${s.replace("::OPTION~","")}</span>
        ${t==="array"?o`<span class='mono-font'> [ ] </span>`:t==="object"?o`<span class='mono-font'> { } </span>`:o`<span class='mono-font'> schema undefined </span>`}
      </div>`;if(Object.keys(e).length===0)return o`<span class="key object">${s}:{ }</span>`;let m="",u="";s.startsWith("::ONE~OF")||s.startsWith("::ANY~OF")?m=s.replace("::","").replace("~"," "):s.startsWith("::OPTION")?[,m,u]=s.split("~"):m=s;let h=12,d=400-c*h,v="",g="",f=e["::type"]?.startsWith("xxx-of")?n:n+1,y=t==="xxx-of-option"||e["::type"]==="xxx-of-option"||s.startsWith("::OPTION")?c:c+1;if(e["::type"]==="object")t==="array"?(n<this.schemaExpandLevel?v=o`<span class="open-bracket array-of-object" >[{</span>`:v=o`<span class="open-bracket array-of-object">[{...}]</span>`,g="}]"):(n<this.schemaExpandLevel?v=o`<span class="open-bracket object">${e["::nullable"]?"null\u2503":""}{</span>`:v=o`<span class="open-bracket object">${e["::nullable"]?"null\u2503":""}{...}</span>`,g="}");else if(e["::type"]==="array")if(t==="array"){let O=a!=="object"?a:"";n<this.schemaExpandLevel?v=o`<span class="open-bracket array-of-array" data-array-type="${O}">[[ ${O} </span>`:v=o`<span class="open-bracket array-of-array"  data-array-type="${O}">[[...]]</span>`,g="]]"}else n<this.schemaExpandLevel?v=o`<span class="open-bracket array">[</span>`:v=o`<span class="open-bracket array">[...]</span>`,g="]";if(typeof e=="object")return o`
        <div class="tr ${n<this.schemaExpandLevel||e["::type"]?.startsWith("xxx-of")?"expanded":"collapsed"} ${e["::type"]||"no-type-info"}${e["::nullable"]?" nullable":""}" title="${p||e["::deprecated"]?"Deprecated":""}">
          <div class="td key ${p||e["::deprecated"]?"deprecated":""}" style='min-width:${d}px'>
            ${e["::type"]==="xxx-of-option"||e["::type"]==="xxx-of-array"||s.startsWith("::OPTION")?o`<span class='key-label xxx-of-key'> ${m}</span><span class="xxx-of-descr">${u}</span>`:m==="::props"||m==="::ARRAY~OF"?"":n>0?o`<span class="key-label" title="${l==="readonly"?"Read-Only":l==="writeonly"?"Write-Only":""}">
                      ${p||e["::deprecated"]?o`<svg viewBox="0 0 10 10" width="10" height="10" style="stroke:var(--red); margin-right:-6px"><path d="M2 2L8 8M2 8L8 2"/></svg>`:""}
                      ${m.replace(/\*$/,"")}${m.endsWith("*")?o`<span style="color:var(--red)">*</span>`:""}${l==="readonly"?o` 🆁`:l==="writeonly"?o` 🆆`:l}:
                    </span>`:""}
            ${v}
          </div>
          <div class='td key-descr m-markdown-small'>${_(w(i||""))}</div>
        </div>
        <div class='inside-bracket ${e["::type"]||"no-type-info"}' style='padding-left:${e["::type"]==="xxx-of-option"||e["::type"]==="xxx-of-array"?0:h}px;'>
          ${Array.isArray(e)&&e[0]?o`${this.generateTree(e[0],"xxx-of-option","","::ARRAY~OF","",f,y,e[0]["::readwrite"],p||e[0]["::deprecated"])}`:o`
              ${Object.keys(e).map(O=>o`
                ${["::title","::description","::type","::props","::deprecated","::array-type","::readwrite","::dataTypeLabel","::nullable"].includes(O)?e[O]["::type"]==="array"||e[O]["::type"]==="object"?o`${this.generateTree(e[O]["::type"]==="array"?e[O]["::props"]:e[O],e[O]["::type"],e[O]["::array-type"]||"",O,e[O]["::description"],f,y,e[O]["::readwrite"]?e[O]["::readwrite"]:"",p||e[O]["::deprecated"])}`:"":o`${this.generateTree(e[O]["::type"]==="array"?e[O]["::props"]:e[O],e[O]["::type"],e[O]["::array-type"]||"",O,e[O]?.["::description"]||"",f,y,e[O]["::readwrite"]?e[O]["::readwrite"]:"",p||e[O]["::deprecated"])}`}
              `)}
            `}
        </div>
        ${e["::type"]&&e["::type"].includes("xxx-of")?"":o`<div class='close-bracket'> ${g} </div>`}
      `;let[$,b,x,S,k,C,z,H,G]=e.split("~|~");if(b==="\u{1F181}"&&this.schemaHideReadOnly==="true"||b==="\u{1F186}"&&this.schemaHideWriteOnly==="true")return;let Y=$.replace(/┃.*/g,"").replace(/[^a-zA-Z0-9+]/g,"").substring(0,4).toLowerCase(),Q=`${x||S||k||C?`<span class="descr-expand-toggle ${this.schemaDescriptionExpanded==="true"?"expanded-descr":""}">\u2794</span>`:""}`,L="",ee="";return t==="array"?l==="readonly"?(L="\u{1F181}",ee="Read-Only"):l==="writeonly"&&(L="\u{1F186}",ee="Write-Only"):b==="\u{1F181}"?(L="\u{1F181}",ee="Read-Only"):b==="\u{1F186}"&&(L="\u{1F186}",ee="Write-Only"),o`
      <div class = "tr primitive" title="${G?"Deprecated":""}">
        <div class="td key ${p||G}" style='min-width:${d}px'>
          ${p||G?o`<svg viewBox="0 0 10 10" width="10" height="10" style="stroke:var(--red); margin-right:-6px"><path d="M2 2L8 8M2 8L8 2"/></svg>`:""}
          ${m.endsWith("*")?o`<span class="key-label">${m.substring(0,m.length-1)}</span><span style='color:var(--red);'>*</span>:`:s.startsWith("::OPTION")?o`<span class='key-label xxx-of-key'>${m}</span><span class="xxx-of-descr">${u}</span>`:o`<span class="key-label">${m}:</span>`}
          <span class="${Y}" title="${ee}"> 
            ${t==="array"?`[${$}]`:`${$}`}
            ${L}
          </span>
        </div>
        <div class='td key-descr'>
          ${i||H||z?o`${o`<span class="m-markdown-small">
                ${_(w(t==="array"?`${Q} ${i}`:H?`${Q} <b>${H}:</b> ${z}`:`${Q} ${z}`))}
              </span>`}`:""}  
          ${x?o`<div style='display:inline-block; line-break:anywhere; margin-right:8px'><span class='bold-text'>Constraints: </span>${x}</div>`:""}
          ${S?o`<div style='display:inline-block; line-break:anywhere; margin-right:8px'><span class='bold-text'>Default: </span>${S}</div>`:""}
          ${k?o`<div style='display:inline-block; line-break:anywhere; margin-right:8px'><span class='bold-text'>${$==="const"?"Value":"Allowed"}: </span>${k}</div>`:""}
          ${C?o`<div style='display:inline-block; line-break: anywhere; margin-right:8px'><span class='bold-text'>Pattern: </span>${C}</div>`:""}
        </div>
      </div>
    `}handleAllEvents(e){if(e.target.classList.contains("open-bracket"))this.toggleObjectExpand(e);else if(e.target.classList.contains("schema-multiline-toggle"))this.schemaDescriptionExpanded=this.schemaDescriptionExpanded==="true"?"false":"true";else if(e.target.classList.contains("descr-expand-toggle")){let t=e.target.closest(".tr");t&&(t.classList.toggle("expanded-descr"),t.style.maxHeight=t.scrollHeight)}}toggleObjectExpand(e){let t=e.target.closest(".tr"),a=t.classList.contains("nullable");t.classList.contains("expanded")?(t.classList.replace("expanded","collapsed"),e.target.innerHTML=e.target.classList.contains("array-of-object")?"[{...}]":e.target.classList.contains("array-of-array")?"[[...]]":e.target.classList.contains("array")?"[...]":`${a?"null\u2503":""}{...}`):(t.classList.replace("collapsed","expanded"),e.target.innerHTML=e.target.classList.contains("array-of-object")?"[{":e.target.classList.contains("array-of-array")?`[[ ${e.target.dataset.arrayType}`:e.target.classList.contains("object")?`${a?"null\u2503":""}{`:"[")}};customElements.define("schema-tree",Jt);var Xt=class extends N{render(){let e="";return Array.isArray(this.value)&&(e=o`${this.value.filter(t=>typeof t=="string"&&t.trim()!=="").map(t=>o`<span class='tag'>${t}</span>`)}`),o`
      <div class='tags'>
        ${e}
        <input type="text" class='editor' @paste="${t=>this.afterPaste(t)}" @keydown="${this.afterKeyDown}" @blur="${this.onBlur}" placeholder="${this.placeholder||""}">
      </div>
    `}static get properties(){return{placeholder:{type:String},value:{type:Array,attribute:"value"}}}attributeChangedCallback(e,t,a){e==="value"&&a&&t!==a&&(this.value=a.split(",").filter(s=>s.trim()!=="")),super.attributeChangedCallback(e,t,a)}afterPaste(e){let a=(e.clipboardData||window.clipboardData).getData("Text"),s=a?a.split(",").filter(i=>i.trim()!==""):"";s&&(Array.isArray(this.value)?this.value=[...this.value,...s]:this.value=s),e.preventDefault()}afterKeyDown(e){e.keyCode===13?(e.stopPropagation(),e.preventDefault(),e.target.value&&(Array.isArray(this.value)?this.value=[...this.value,e.target.value]:this.value=[e.target.value],e.target.value="")):e.keyCode===8&&e.target.value.length===0&&Array.isArray(this.value)&&this.value.length>0&&(this.value.splice(-1),this.value=[...this.value])}onBlur(e){e.target.value&&(Array.isArray(this.value)?this.value=[...this.value,e.target.value]:this.value=[e.target.value],e.target.value="")}static get styles(){return[I`
      .tags {
        display:flex;
        flex-wrap: wrap;
        outline: none;
        padding:0;
        border-radius:var(--border-radius);
        border:1px solid var(--border-color);
        cursor:text;
        overflow:hidden;
        background:var(--input-bg);
      }
      .tag, .editor {
        padding:3px;
        margin:2px;
      }
      .tag{
        border:1px solid var(--border-color);
        background-color:var(--bg3);
        color:var(--fg3);
        border-radius:var(--border-radius);
        word-break: break-all;
        font-size: var(--font-size-small);
      }
      .tag:hover ~ #cursor {
        display: block;
      }
      .editor {
        flex:1;
        border:1px solid transparent;
        color:var(--fg);
        min-width:60px;
        outline: none;
        line-height: inherit;
        font-family:inherit;
        background:transparent;
        font-size: calc(var(--font-size-small) + 1px);
      }
      .editor:focus-visible {
        outline: 1px solid;
      }
      .editor::placeholder {
        color: var(--placeholder-color);
        opacity:1;
      }
    `]}};customElements.define("tag-input",Xt);var Yt=class extends N{constructor(){super(),this.responseMessage="",this.responseStatus="success",this.responseHeaders="",this.responseText="",this.responseUrl="",this.curlSyntax="",this.activeResponseTab="response",this.selectedRequestBodyType="",this.selectedRequestBodyExample="",this.activeParameterSchemaTabs={}}static get properties(){return{serverUrl:{type:String,attribute:"server-url"},servers:{type:Array},method:{type:String},path:{type:String},security:{type:Array},parameters:{type:Array},request_body:{type:Object},api_keys:{type:Array},parser:{type:Object},accept:{type:String},callback:{type:String},webhook:{type:String},responseMessage:{type:String,attribute:!1},responseText:{type:String,attribute:!1},responseHeaders:{type:String,attribute:!1},responseStatus:{type:String,attribute:!1},responseUrl:{type:String,attribute:!1},curlSyntax:{type:String,attribute:!1},fillRequestFieldsWithExample:{type:String,attribute:"fill-request-fields-with-example"},allowTry:{type:String,attribute:"allow-try"},showCurlBeforeTry:{type:String,attribute:"show-curl-before-try"},renderStyle:{type:String,attribute:"render-style"},schemaStyle:{type:String,attribute:"schema-style"},activeSchemaTab:{type:String,attribute:"active-schema-tab"},activeParameterSchemaTabs:{type:Object,converter:{fromAttribute:e=>JSON.parse(e),toAttribute:e=>JSON.stringify(e)},attribute:"active-parameter-schema-tabs"},schemaExpandLevel:{type:Number,attribute:"schema-expand-level"},schemaDescriptionExpanded:{type:String,attribute:"schema-description-expanded"},allowSchemaDescriptionExpandToggle:{type:String,attribute:"allow-schema-description-expand-toggle"},schemaHideReadOnly:{type:String,attribute:"schema-hide-read-only"},schemaHideWriteOnly:{type:String,attribute:"schema-hide-write-only"},fetchCredentials:{type:String,attribute:"fetch-credentials"},activeResponseTab:{type:String},selectedRequestBodyType:{type:String,attribute:"selected-request-body-type"},selectedRequestBodyExample:{type:String,attribute:"selected-request-body-example"}}}static get styles(){return[De,ue,K,Be,ge,qe,Dt,I`
        :host {
          container-type: inline-size;
        }
        *, *:before, *:after { box-sizing: border-box; }
        :where(button, input[type="checkbox"], [tabindex="0"]):focus-visible { box-shadow: var(--focus-shadow); }
        :where(input[type="text"], input[type="password"], select, textarea):focus-visible { border-color: var(--primary-color); }
        tag-input:focus-within { outline: 1px solid;}
        .read-mode {
          margin-top: 24px;
        }
        .param-name,
        .param-type {
          margin: 1px 0;
          text-align: right;
          line-height: var(--font-size-small);
        }
        .param-name {
          color: var(--fg); 
          font-family: var(--font-mono);
        }
        .param-name.deprecated { 
          color: var(--red);
        }
        .param-type{
          color: var(--light-fg); 
          font-family: var(--font-regular);
        }
        .param-constraint{
          min-width:100px;
        }
        .param-constraint:empty{
          display:none;
        }
        .top-gap{margin-top:24px;}

        .textarea {
          min-height:220px; 
          padding:5px;
          resize:vertical;
          direction: ltr;
        }
        .example:first-child {
          margin-top: -9px;
        }

        .response-message{
          font-weight:bold;
          text-overflow: ellipsis;
        }
        .response-message.error {
          color:var(--red);
        }
        .response-message.success {
          color:var(--blue);
        }

        .file-input-container {
          align-items:flex-end;
        }
        .file-input-container .input-set:first-child .file-input-remove-btn{
          visibility:hidden;
        }

        .file-input-remove-btn{
          font-size:16px;
          color:var(--red);
          outline: none;
          border: none;
          background:none;
          cursor:pointer;
        }

        .v-tab-btn {
          font-size: var(--smal-font-size);
          height:24px; 
          border:none; 
          background:none; 
          opacity: 0.3;
          cursor: pointer;
          padding: 4px 8px;
        }
        .v-tab-btn.active {
          font-weight: bold;
          background: var(--bg);
          opacity: 1;
        }

        @container (min-width: 768px) {
          .textarea {
            padding:8px;
          }
        }

        @container (max-width: 470px) {
          .hide-in-small-screen {
            display:none;
          }
        }
      `,Z]}render(){return o`
    <div class="col regular-font request-panel ${"read focused".includes(this.renderStyle)||this.callback==="true"?"read-mode":"view-mode"}">
      <div class=" ${this.callback==="true"?"tiny-title":"req-res-title"} "> 
        ${this.callback==="true"?"CALLBACK REQUEST":"REQUEST"}
      </div>
      <div>
        ${ot([this.method,this.path,this.allowTry,this.parameters,this.activeParameterSchemaTabs],()=>this.inputParametersTemplate("path"))}
        ${ot([this.method,this.path,this.allowTry,this.parameters,this.activeParameterSchemaTabs],()=>this.inputParametersTemplate("query"))}
        ${this.requestBodyTemplate()}
        ${ot([this.method,this.path,this.allowTry,this.parameters,this.activeParameterSchemaTabs],()=>this.inputParametersTemplate("header"))}
        ${ot([this.method,this.path,this.allowTry,this.parameters,this.activeParameterSchemaTabs],()=>this.inputParametersTemplate("cookie"))}
        ${this.allowTry==="false"?"":o`${this.apiCallTemplate()}`}
      </div>  
    </div>
    `}async updated(){this.showCurlBeforeTry==="true"&&this.applyCURLSyntax(this.shadowRoot),this.webhook==="true"&&(this.allowTry="false")}async saveExampleState(){this.renderStyle==="focused"&&([...this.shadowRoot.querySelectorAll("textarea.request-body-param-user-input")].forEach(a=>{a.dataset.user_example=a.value}),[...this.shadowRoot.querySelectorAll('textarea[data-ptype="form-data"]')].forEach(a=>{a.dataset.user_example=a.value}),this.requestUpdate())}async updateExamplesFromDataAttr(){this.renderStyle==="focused"&&([...this.shadowRoot.querySelectorAll("textarea.request-body-param-user-input")].forEach(a=>{a.value=a.dataset.user_example||a.dataset.example}),[...this.shadowRoot.querySelectorAll('textarea[data-ptype="form-data"]')].forEach(a=>{a.value=a.dataset.user_example||a.dataset.example}),this.requestUpdate())}renderExample(e,t,a){return o`
      ${t==="array"?"[":""}
      <a
        part="anchor anchor-param-example"
        style="display:inline-block; min-width:24px; text-align:center"
        class="${this.allowTry==="true"?"":"inactive-link"}"
        data-example-type="${t==="array"?t:"string"}"
        data-example="${e.value&&Array.isArray(e.value)?e.value?.join("~|~"):(typeof e.value=="object"?JSON.stringify(e.value,null,2):e.value)||""}"
        title="${e.value&&Array.isArray(e.value)?e.value?.join("~|~"):(typeof e.value=="object"?JSON.stringify(e.value,null,2):e.value)||""}"
        @click="${s=>{let i=s.target.closest("table").querySelector(`[data-pname="${a}"]`);i&&(i.value=s.target.dataset.exampleType==="array"?s.target.dataset.example.split("~|~"):s.target.dataset.example)}}"
      > ${e.printableValue||e.value} </a>
      ${t==="array"?"] ":""}
    `}renderShortFormatExamples(e,t,a){return o`${e.map((s,i)=>o`
      ${i===0?"":"\u2503"}
      ${this.renderExample(s,t,a)}`)}`}renderLongFormatExamples(e,t,a){return o` <ul style="list-style-type: disclosure-closed;">
      ${e.map(s=>o`
          <li>
            ${this.renderExample(s,t,a)}
            ${s.summary?.length>0?o`<span>&lpar;${s.summary}&rpar;</span>`:""}
            ${s.description?.length>0?o`<p>${_(w(s.description))}</p>`:""}
          </li>
        `)}
    </ul>`}exampleListTemplate(e,t,a=[]){return o` ${a.length>0?o`<span style="font-weight:bold">Examples: </span>
          ${es(a)?this.renderLongFormatExamples(a,t,e):this.renderShortFormatExamples(a,t,e)}`:""}`}inputParametersTemplate(e){let t=this.parameters?this.parameters.filter(i=>i.in===e):[];if(t.length===0)return"";let a="";e==="path"?a="PATH PARAMETERS":e==="query"?a="QUERY-STRING PARAMETERS":e==="header"?a="REQUEST HEADERS":e==="cookie"&&(a="COOKIES");let s=[];for(let i of t){let[n,c,l]=rs(i);if(!n)continue;let p=de(n);if(!p)continue;let m=F(n,{}),u="form",h=!0,d=!1;(e==="query"||e==="header"||e==="path")&&(i.style&&"form spaceDelimited pipeDelimited".includes(i.style)?u=i.style:c&&(u=c),typeof i.explode=="boolean"&&(h=i.explode),typeof i.allowReserved=="boolean"&&(d=i.allowReserved));let v=Ir(W(i.examples)||W(i.example)||W(l?.example)||W(l?.examples)||W(p.examples)||W(p.example),p.type);!v.exampleVal&&p.type==="object"&&(v.exampleVal=ze(n,c||"json",{},{},this.callback==="true"||this.webhook==="true",!(this.callback==="true"||this.webhook==="true"),!0,"text",!1)[0].exampleValue);let g="read focused".includes(this.renderStyle)?"200px":"160px";s.push(o`
      <tr title="${i.deprecated?"Deprecated":""}"> 
        <td rowspan="${this.allowTry==="true"?"1":"2"}" style="width:${g}; min-width:100px;">
          <div class="param-name ${i.deprecated?"deprecated":""}" >
            ${i.deprecated?o`<svg viewBox="0 0 10 10" width="10" height="10" style="stroke:var(--red); margin-right:-6px"><path d="M2 2L8 8M2 8L8 2"/></svg>`:""}
            ${i.required?o`<span style='color:var(--red)'>*</span>`:""}
            ${i.name}
          </div>
          <div class="param-type">
            ${p.type==="array"?`${p.arrayType}`:`${p.format?p.format:p.type}`}
          </div>
        </td>  
        ${this.allowTry==="true"?o`
            <td style="min-width:100px;" colspan="${p.default||p.constrain||p.allowedValues||p.pattern?"1":"2"}">
              ${p.type==="array"?o`
                  <tag-input class="request-param" 
                    id = "tag-input-request-param-${i.name}"
                    style = "width:100%" 
                    data-ptype = "${e}"
                    data-pname = "${i.name}"
                    data-example = "${Array.isArray(v.exampleVal)?v.exampleVal.join("~|~"):v.exampleVal}"
                    data-param-serialize-style = "${u}"
                    data-param-serialize-explode = "${h}"
                    data-param-allow-reserved = "${d}"
                    data-x-fill-example = "${i["x-fill-example"]||"yes"}"
                    data-array = "true"
                    placeholder = "add-multiple &#x21a9;"
                    .value="${i["x-fill-example"]==="no"?[]:Ut(this.fillRequestFieldsWithExample==="true"?Array.isArray(v.exampleVal)?v.exampleVal:[v.exampleVal]:[])}"
                  >
                  </tag-input>`:p.type==="object"?o`
                    <div part="tab-panel" class="tab-panel col" style="border-width:0 0 1px 0;">
                      <div part="tab-btn-row" class="tab-buttons row" @click="${f=>{if(f.target.tagName.toLowerCase()==="button"){let y={...this.activeParameterSchemaTabs};y[i.name]=f.target.dataset.tab,this.activeParameterSchemaTabs=y}}}">
                        <button part="tab-btn" class="tab-btn ${this.activeParameterSchemaTabs[i.name]==="example"?"active":""}" data-tab = 'example'>EXAMPLE </button>
                        <button part="tab-btn" class="tab-btn ${this.activeParameterSchemaTabs[i.name]!=="example"?"active":""}" data-tab = 'schema'>SCHEMA</button>
                      </div>

                    ${o`<div part="tab-content" class="tab-content col" data-tab = 'example' style="display:${this.activeParameterSchemaTabs[i.name]==="example"?"block":"none"}; padding-left:5px; width:100%">
                        <textarea 
                          id = "textarea-request-param-${i.name}"
                          class = "textarea request-param"
                          part = "textarea textarea-param"
                          data-ptype = "${e}-object"
                          data-pname = "${i.name}"
                          data-example = "${v.exampleVal}"
                          data-param-serialize-style = "${u}"
                          data-param-serialize-explode = "${h}"
                          data-param-allow-reserved = "${d}"
                          data-x-fill-example = "${i["x-fill-example"]||"yes"}"
                          spellcheck = "false"
                          .textContent="${i["x-fill-example"]==="no"?"":Ut(this.fillRequestFieldsWithExample==="true"?typeof v.exampleVal=="object"?JSON.stringify(v.exampleVal,null,2):v.exampleVal:"")}"
                          style = "resize:vertical; width:100%; height: ${"read focused".includes(this.renderStyle)?"180px":"120px"};"
                          @input=${f=>{let y=this.getRequestPanel(f);this.liveCURLSyntaxUpdate(y)}}
                        ></textarea>
                      </div>`}
                    ${o`<div part="tab-content" class="tab-content col" data-tab = 'schema' style="display:${this.activeParameterSchemaTabs[i.name]!=="example"?"block":"none"}; padding-left:5px; width:100%;">
                        <schema-tree
                          class = 'json'
                          style = 'display: block'
                          .data = '${m}'
                          schema-expand-level = "${this.schemaExpandLevel}"
                          schema-description-expanded = "${this.schemaDescriptionExpanded}"
                          allow-schema-description-expand-toggle = "${this.allowSchemaDescriptionExpandToggle}"
                          schema-hide-read-only = "${this.schemaHideReadOnly.includes(this.method)}"
                          schema-hide-write-only = "${this.schemaHideWriteOnly.includes(this.method)}"
                          exportparts = "wrap-request-btn:wrap-request-btn, btn:btn, btn-fill:btn-fill, btn-outline:btn-outline, btn-try:btn-try, btn-clear:btn-clear, btn-clear-resp:btn-clear-resp,
                            file-input:file-input, textbox:textbox, textbox-param:textbox-param, textarea:textarea, textarea-param:textarea-param, 
                            anchor:anchor, anchor-param-example:anchor-param-example"
                        > </schema-tree>
                      </div>`}
                  </div>`:o`
                    <input type="${p.format==="password"?"password":"text"}" spellcheck="false" style="width:100%" 
                      id="input-request-param-${i.name}"
                      class="request-param"
                      part="textbox textbox-param"
                      data-ptype="${e}"
                      data-pname="${i.name}" 
                      data-example="${Array.isArray(v.exampleVal)?v.exampleVal.join("~|~"):v.exampleVal}"
                      data-param-allow-reserved = "${d}"
                      data-x-fill-example = "${i["x-fill-example"]||"yes"}"
                      data-array="false"
                      .value="${i["x-fill-example"]==="no"?"":Ut(this.fillRequestFieldsWithExample==="true"?v.exampleVal:"")}"
                      @input=${f=>{let y=this.getRequestPanel(f);this.liveCURLSyntaxUpdate(y)}}
                    />`}
            </td>`:""}
        ${p.default||p.constrain||p.allowedValues||p.pattern?o`
            <td colspan="${this.allowTry==="true"?"1":"2"}">
              <div class="param-constraint">
                ${p.default?o`<span style="font-weight:bold">Default: </span>${p.default}<br/>`:""}
                ${p.pattern?o`<span style="font-weight:bold">Pattern: </span>${p.pattern}<br/>`:""}
                ${p.constrain?o`${p.constrain}<br/>`:""}
                ${p.allowedValues&&p.allowedValues.split("\u2503").map((f,y)=>o`
                  ${y>0?"\u2503":o`<span style="font-weight:bold">Allowed: </span>`}
                  ${o`
                    <a part="anchor anchor-param-constraint" class = "${this.allowTry==="true"?"":"inactive-link"}"
                      data-type="${p.type==="array"?p.type:"string"}"
                      data-enum="${f.trim()}"
                      @click="${$=>{let b=$.target.closest("table").querySelector(`[data-pname="${i.name}"]`);b&&($.target.dataset.type==="array"?b.value=[$.target.dataset.enum]:b.value=$.target.dataset.enum)}}"
                    >${f}</a>`}`)}
              </div>
            </td>`:o`<td></td>`}
      </tr>
      <tr>
        ${this.allowTry==="true"?o`<td style="border:none"> </td>`:""}
        <td colspan="2" style="border:none">
          <span class="m-markdown-small">${_(w(i.description||""))}</span>
          ${this.exampleListTemplate.call(this,i.name,p.type,v.exampleList)}
        </td>
      </tr>
    `)}return o`
    <div class="table-title top-gap">${a}</div>
    <div style="display:block; overflow-x:auto; max-width:100%;">
      <table role="presentation" class="m-table" style="width:100%; word-break:break-word;">
        ${s}
      </table>
    </div>`}async beforeNavigationFocusedMode(){}async afterNavigationFocusedMode(){this.selectedRequestBodyType="",this.selectedRequestBodyExample="",this.updateExamplesFromDataAttr(),this.clearResponseData()}onSelectExample(e){this.selectedRequestBodyExample=e.target.value;let t=e.target;window.setTimeout(a=>{let s=a.closest(".example-panel").querySelector(".request-body-param"),i=a.closest(".example-panel").querySelector(".request-body-param-user-input");i.value=s.innerText;let n=this.getRequestPanel({target:a});this.liveCURLSyntaxUpdate(n)},0,t)}onMimeTypeChange(e){this.selectedRequestBodyType=e.target.value;let t=e.target;this.selectedRequestBodyExample="",window.setTimeout(a=>{let s=a.closest(".request-body-container").querySelector(".request-body-param");if(s){let i=a.closest(".request-body-container").querySelector(".request-body-param-user-input");i.value=s.innerText}},0,t)}requestBodyTemplate(){if(!this.request_body||Object.keys(this.request_body).length===0)return"";let e="",t="",a="",s="",i="",n=[],{content:c}=this.request_body;for(let l in c)n.push({mimeType:l,schema:c[l].schema,example:c[l].example,examples:c[l].examples}),this.selectedRequestBodyType||(this.selectedRequestBodyType=l);return e=n.length===1?"":o`
        <select style="min-width:100px; max-width:100%;  margin-bottom:-1px;" @change = '${l=>this.onMimeTypeChange(l)}'>
          ${n.map(l=>o`
            <option value = '${l.mimeType}' ?selected = '${l.mimeType===this.selectedRequestBodyType}'>
              ${l.mimeType}
            </option> `)}
        </select>
      `,n.forEach(l=>{let p,m=[];if(this.selectedRequestBodyType.includes("json")||this.selectedRequestBodyType.includes("xml")||this.selectedRequestBodyType.includes("text")||this.selectedRequestBodyType.includes("jose"))l.mimeType===this.selectedRequestBodyType&&(m=ze(l.schema,l.mimeType,W(l.examples),W(l.example),this.callback==="true"||this.webhook==="true",!(this.callback==="true"||this.webhook==="true"),"text",!1),this.selectedRequestBodyExample||(this.selectedRequestBodyExample=m.length>0?m[0].exampleId:""),i=o`
            ${i}
            <div class = 'example-panel border-top pad-top-8'>
              ${m.length===1?"":o`
                  <select style="min-width:100px; max-width:100%;  margin-bottom:-1px;" @change='${u=>this.onSelectExample(u)}'>
                    ${m.map(u=>o`<option value="${u.exampleId}" ?selected=${u.exampleId===this.selectedRequestBodyExample} > 
                      ${u.exampleSummary.length>80?u.exampleId:u.exampleSummary?u.exampleSummary:u.exampleId} 
                    </option>`)}
                  </select>
                `}
              ${m.filter(u=>u.exampleId===this.selectedRequestBodyExample).map(u=>o`
                <div class="example ${u.exampleId===this.selectedRequestBodyExample?"example-selected":""}" data-example = '${u.exampleId}'>
                  ${u.exampleSummary&&u.exampleSummary.length>80?o`<div style="padding: 4px 0"> ${u.exampleSummary} </div>`:""}
                  ${u.exampleDescription?o`<div class="m-markdown-small" style="padding: 4px 0"> ${_(w(u.exampleDescription||""))} </div>`:""}
                  <!-- This pre(hidden) is to store the original example value, this will remain unchanged when users switches from one example to another, its is used to populate the editable textarea -->
                  <pre 
                    class = "textarea is-hidden request-body-param ${l.mimeType.substring(l.mimeType.indexOf("/")+1)}" 
                    spellcheck = "false"
                    data-ptype = "${l.mimeType}" 
                    style="width:100%; resize:vertical; display:none"
                  >${u.exampleFormat==="text"?u.exampleValue:JSON.stringify(u.exampleValue,null,2)}</pre>

                  <!-- this textarea is for user to edit the example -->
                  <textarea 
                    class = "textarea request-body-param-user-input"
                    part = "textarea textarea-param"
                    spellcheck = "false"
                    data-ptype = "${l.mimeType}" 
                    data-example = "${u.exampleFormat==="text"?u.exampleValue:JSON.stringify(u.exampleValue,null,2)}"
                    data-example-format = "${u.exampleFormat}"
                    style="width:100%; resize:vertical;"
                    .textContent = "${this.fillRequestFieldsWithExample==="true"?u.exampleFormat==="text"?u.exampleValue:JSON.stringify(u.exampleValue,null,2):""}"
                    @input=${h=>{let d=this.getRequestPanel(h);this.liveCURLSyntaxUpdate(d)}}
                    @keydown=${h=>{if((h.keyCode===10||h.keyCode===13)&&h.ctrlKey)return this.onTryClick(h)}}

                  ></textarea>
                </div>  
              `)}

            </div>
          `);else if(this.selectedRequestBodyType.includes("form-urlencoded")||this.selectedRequestBodyType.includes("form-data")){if(l.mimeType===this.selectedRequestBodyType){let u=ze(l.schema,l.mimeType,l.examples,l.example,this.callback==="true"||this.webhook==="true",!(this.callback==="true"||this.webhook==="true"),"text",!1);l.schema&&(a=this.formDataTemplate(l.schema,l.mimeType,u[0]?u[0].exampleValue:""))}}else/^audio\/|^image\/|^video\/|^font\/|tar$|zip$|7z$|rtf$|msword$|excel$|\/pdf$|\/octet-stream$/.test(this.selectedRequestBodyType)&&l.mimeType===this.selectedRequestBodyType&&(t=o`
            <div class = "small-font-size bold-text row">
              <input id="input-request-body-param-file" type="file" part="file-input" style="max-width:100%" class="request-body-param-file" data-ptype="${l.mimeType}" spellcheck="false" />
            </div>  
          `);(l.mimeType.includes("json")||l.mimeType.includes("xml")||l.mimeType.includes("text")||this.selectedRequestBodyType.includes("jose"))&&(p=F(l.schema,{}),this.schemaStyle==="table"?s=o`
            ${s}
            <schema-table
              class = '${l.mimeType.substring(l.mimeType.indexOf("/")+1)}'
              style = 'display: ${this.selectedRequestBodyType===l.mimeType?"block":"none"};'
              .data = '${p}'
              schema-expand-level = "${this.schemaExpandLevel}"
              schema-description-expanded = "${this.schemaDescriptionExpanded}"
              allow-schema-description-expand-toggle = "${this.allowSchemaDescriptionExpandToggle}"
              schema-hide-read-only = "${this.schemaHideReadOnly}"
              schema-hide-write-only = "${this.schemaHideWriteOnly}"
              exportparts = "schema-description:schema-description, schema-multiline-toggle:schema-multiline-toggle"
            > </schema-table>
          `:this.schemaStyle==="tree"&&(s=o`
            ${s}
            <schema-tree
              class = "${l.mimeType.substring(l.mimeType.indexOf("/")+1)}"
              style = "display: ${this.selectedRequestBodyType===l.mimeType?"block":"none"};"
              .data = "${p}"
              schema-expand-level = "${this.schemaExpandLevel}"
              schema-description-expanded = "${this.schemaDescriptionExpanded}"
              allow-schema-description-expand-toggle = "${this.allowSchemaDescriptionExpandToggle}"
              schema-hide-read-only = "${this.schemaHideReadOnly}"
              schema-hide-write-only = "${this.schemaHideWriteOnly}"
              exportparts = "schema-description:schema-description, schema-multiline-toggle:schema-multiline-toggle"
            > </schema-tree>
          `))}),o`
      <div class='request-body-container' data-selected-request-body-type="${this.selectedRequestBodyType}">
        <div class="table-title top-gap row">
          REQUEST BODY ${this.request_body.required?o`<span class="mono-font" style='color:var(--red)'>*</span>`:""} 
          <span style = "font-weight:normal; margin-left:5px"> ${this.selectedRequestBodyType}</span>
          <span style="flex:1"></span>
          ${e}
        </div>
        ${this.request_body.description?o`<div class="m-markdown" style="margin-bottom:12px">${_(w(this.request_body.description))}</div>`:""}
        
        ${this.selectedRequestBodyType.includes("json")||this.selectedRequestBodyType.includes("xml")||this.selectedRequestBodyType.includes("text")||this.selectedRequestBodyType.includes("jose")?o`
            <div part="tab-panel" class="tab-panel col" style="border-width:0 0 1px 0;">
              <div part="tab-btn-row" class="tab-buttons row" @click="${l=>{l.target.tagName.toLowerCase()==="button"&&(this.activeSchemaTab=l.target.dataset.tab)}}">
                <button part="tab-btn" class="tab-btn ${this.activeSchemaTab==="example"?"active":""}" data-tab = 'example'>EXAMPLE</button>
                <button part="tab-btn" class="tab-btn ${this.activeSchemaTab!=="example"?"active":""}" data-tab = 'schema'>SCHEMA</button>
              </div>
              ${o`<div part="tab-content" class="tab-content col" style="display:${this.activeSchemaTab==="example"?"block":"none"};"> ${i}</div>`}
              ${o`<div part="tab-content" class="tab-content col" style="display:${this.activeSchemaTab==="example"?"none":"block"};"> ${s}</div>`}
            </div>`:o`  
            ${t}
            ${a}`}
      </div>  
    `}formDataParamAsObjectTemplate(e,t,a){let s=F(t,{}),i=ze(t,"json",W(t.examples),W(t.example),this.callback==="true"||this.webhook==="true",!(this.callback==="true"||this.webhook==="true"),"text",!1);return o`
      <div part="tab-panel" class="tab-panel row" style="min-height:220px; border-left: 6px solid var(--light-border-color); align-items: stretch;">
        <div style="width:24px; background-color:var(--light-border-color)">
          <div class="row" style="flex-direction:row-reverse; width:160px; height:24px; transform:rotate(270deg) translateX(-160px); transform-origin:top left; display:block;" @click="${n=>{if(n.target.classList.contains("v-tab-btn")){let{tab:c}=n.target.dataset;if(c){let l=n.target.closest(".tab-panel"),p=l.querySelector(`.v-tab-btn[data-tab="${c}"]`),m=[...l.querySelectorAll(`.v-tab-btn:not([data-tab="${c}"])`)],u=l.querySelector(`.tab-content[data-tab="${c}"]`),h=[...l.querySelectorAll(`.tab-content:not([data-tab="${c}"])`)];p.classList.add("active"),u.style.display="block",m.forEach(d=>{d.classList.remove("active")}),h.forEach(d=>{d.style.display="none"})}}n.target.tagName.toLowerCase()==="button"&&(this.activeSchemaTab=n.target.dataset.tab)}}">
          <button class="v-tab-btn ${this.activeSchemaTab==="example"?"active":""}" data-tab = 'example'>EXAMPLE</button>
          <button class="v-tab-btn ${this.activeSchemaTab!=="example"?"active":""}" data-tab = 'schema'>SCHEMA</button>
        </div>
      </div>
      ${o`
        <div class="tab-content col" data-tab = 'example' style="display:${this.activeSchemaTab==="example"?"block":"none"}; padding-left:5px; width:100%"> 
          <textarea 
            class = "textarea"
            part = "textarea textarea-param"
            style = "width:100%; border:none; resize:vertical;" 
            data-array = "false" 
            data-ptype = "${a.includes("form-urlencode")?"form-urlencode":"form-data"}"
            data-pname = "${e}"
            data-example = "${i[0]?.exampleValue||""}"
            .textContent = "${this.fillRequestFieldsWithExample==="true"?i[0].exampleValue:""}"
            spellcheck = "false"
          ></textarea>
        </div>`}
      ${o`
        <div class="tab-content col" data-tab = 'schema' style="display:${this.activeSchemaTab!=="example"?"block":"none"}; padding-left:5px; width:100%;"> 
          <schema-tree
            .data = "${s}"
            schema-expand-level = "${this.schemaExpandLevel}"
            schema-description-expanded = "${this.schemaDescriptionExpanded}"
            allow-schema-description-expand-toggle = "${this.allowSchemaDescriptionExpandToggle}",
          > </schema-tree>
        </div>`}
      </div>
    `}formDataTemplate(e,t,a=""){let s=[];if(e.properties){for(let i in e.properties){let n=e.properties[i];if(n.readOnly)continue;let c=n.examples||n.example||"",l=n.type,p=de(n),m="read focused".includes(this.renderStyle)?"200px":"160px",u=Ir(p.examples||p.example,p.type);s.push(o`
        <tr title="${n.deprecated?"Deprecated":""}"> 
          <td style="width:${m}; min-width:100px;">
            <div class="param-name ${n.deprecated?"deprecated":""}">
              ${i}${e.required?.includes(i)||n.required?o`<span style='color:var(--red);'>*</span>`:""}
            </div>
            <div class="param-type">${p.type}</div>
          </td>  
          <td 
            style="${l==="object"?"width:100%; padding:0;":this.allowTry==="true"?"":"display:none;"} min-width:100px;" 
            colspan="${l==="object"?2:1}">
            ${l==="array"?n.items?.format==="binary"?o`
                <div class="file-input-container col" style='align-items:flex-end;' @click="${h=>this.onAddRemoveFileInput(h,i,t)}">
                  <div class='input-set row'>
                    <input 
                      type = "file"
                      part = "file-input"
                      style = "width:100%" 
                      data-pname = "${i}" 
                      data-ptype = "${t.includes("form-urlencode")?"form-urlencode":"form-data"}"
                      data-array = "false" 
                      data-file-array = "true" 
                    />
                    <button class="file-input-remove-btn"> &#x2715; </button>
                  </div>  
                  <button class="m-btn primary file-input-add-btn" part="btn btn-fill" style="margin:2px 25px 0 0; padding:2px 6px;">ADD</button>
                </div>  
                `:o`
                  <tag-input
                    style = "width:100%" 
                    data-ptype = "${t.includes("form-urlencode")?"form-urlencode":"form-data"}"
                    data-pname = "${i}"
                    data-example = "${Array.isArray(c)?c.join("~|~"):c}"
                    data-array = "true"
                    placeholder = "add-multiple &#x21a9;"
                    .value = "${Array.isArray(c)?Array.isArray(c[0])?c[0]:c:[]}"
                  >
                  </tag-input>
                `:o`
                ${l==="object"?this.formDataParamAsObjectTemplate.call(this,i,n,t):o`
                    ${this.allowTry==="true"?o`<input
                          .value = "${this.fillRequestFieldsWithExample==="true"?u.exampleVal:""}"
                          spellcheck = "false"
                          type = "${n.format==="binary"?"file":n.format==="password"?"password":"text"}"
                          part = "textbox textbox-param"
                          style = "width:100%"
                          data-ptype = "${t.includes("form-urlencode")?"form-urlencode":"form-data"}"
                          data-pname = "${i}"
                          data-example = "${Array.isArray(c)?c[0]:c}"
                          data-array = "false"
                        />`:""}
                    `}`}
          </td>
          ${l==="object"?"":o`
              <td>
                ${p.default||p.constrain||p.allowedValues||p.pattern?o`
                    <div class="param-constraint">
                      ${p.default?o`<span style="font-weight:bold">Default: </span>${p.default}<br/>`:""}
                      ${p.pattern?o`<span style="font-weight:bold">Pattern: </span>${p.pattern}<br/>`:""}
                      ${p.constrain?o`${p.constrain}<br/>`:""}
                      ${p.allowedValues&&p.allowedValues.split("\u2503").map((h,d)=>o`
                        ${d>0?"\u2503":o`<span style="font-weight:bold">Allowed: </span>`}
                        ${o`
                          <a part="anchor anchor-param-constraint" class = "${this.allowTry==="true"?"":"inactive-link"}"
                            data-type="${p.type==="array"?p.type:"string"}"
                            data-enum="${h.trim()}"
                            @click="${v=>{let g=v.target.closest("table").querySelector(`[data-pname="${i}"]`);g&&(v.target.dataset.type==="array"?g.value=[v.target.dataset.enum]:g.value=v.target.dataset.enum)}}"
                          > 
                            ${h} 
                          </a>`}`)}
                    </div>`:""}
              </td>`}
        </tr>
        ${l==="object"?"":o`
            <tr>
              <td style="border:none"> </td>
              <td colspan="2" style="border:none; margin-top:0; padding:0 5px 8px 5px;"> 
                <span class="m-markdown-small">${_(w(n.description||""))}</span>
                ${this.exampleListTemplate.call(this,i,p.type,u.exampleList)}
              </td>
            </tr>
          `}`)}return o`
        <table role="presentation" style="width:100%;" class="m-table">
          ${s}
        </table>
      `}return o`
      <textarea
        class = "textarea dynamic-form-param ${t}"
        part = "textarea textarea-param"
        spellcheck = "false"
        data-pname="dynamic-form" 
        data-ptype="${t}"
        .textContent = "${a}"
        style="width:100%"
      ></textarea>
      ${e.description?o`<span class="m-markdown-small">${_(w(e.description))}</span>`:""}
    `}curlSyntaxTemplate(e="flex"){return o`
      <div class="col m-markdown" style="flex:1; display:${e}; position:relative; max-width: 100%;">
        <button  class="toolbar-btn" style = "position:absolute; top:12px; right:8px" @click='${t=>{he(this.curlSyntax.trim().replace(/\\$/,""),t)}}' part="btn btn-fill"> Copy </button>
        <pre style="white-space:pre"><code>${_(te.default.highlight(this.curlSyntax.trim().replace(/\\$/,""),te.default.languages.shell,"shell"))}</code></pre>
      </div>
      `}apiResponseTabTemplate(){let e="",t="";if(!this.responseIsBlob)if(this.responseHeaders.includes("application/x-ndjson")){e="json";let a=this.responseText.split(`
`).map(s=>te.default.highlight(s,te.default.languages[e],e)).join(`
`);t=o`<code>${_(a)}</code>`}else this.responseHeaders.includes("json")?(e="json",t=o`<code>${_(te.default.highlight(this.responseText,te.default.languages[e],e))}</code>`):this.responseHeaders.includes("html")||this.responseHeaders.includes("xml")?(e="html",t=o`<code>${_(te.default.highlight(this.responseText,te.default.languages[e],e))}</code>`):(e="text",t=o`<code>${this.responseText}</code>`);return o`
      <div class="row" style="font-size:var(--font-size-small); margin:5px 0">
        <div class="response-message ${this.responseStatus}">Response Status: ${this.responseMessage}</div>
        <div style="flex:1"></div>
        <button class="m-btn" part="btn btn-outline btn-clear-response" @click="${this.clearResponseData}">CLEAR RESPONSE</button>
      </div>
      <div part="tab-panel" class="tab-panel col" style="border-width:0 0 1px 0;">
        <div id="tab_buttons" part="tab-btn-row" class="tab-buttons row" @click="${a=>{a.target.classList.contains("tab-btn")!==!1&&(this.activeResponseTab=a.target.dataset.tab)}}">
          <button part="tab-btn" class="tab-btn ${this.activeResponseTab==="response"?"active":""}" data-tab = 'response' > RESPONSE</button>
          <button part="tab-btn" class="tab-btn ${this.activeResponseTab==="headers"?"active":""}"  data-tab = 'headers' > RESPONSE HEADERS</button>
          ${this.showCurlBeforeTry==="true"?"":o`<button part="tab-btn" class="tab-btn ${this.activeResponseTab==="curl"?"active":""}" data-tab = 'curl'>CURL</button>`}
        </div>
        ${this.responseIsBlob?o`
            <div part="tab-content" class="tab-content col" style="flex:1; display:${this.activeResponseTab==="response"?"flex":"none"};">
              ${this.responseBlobType==="image"?o`<img style="max-height:var(--resp-area-height, 400px); object-fit:contain;" class="mar-top-8" src="${za(this.responseBlobUrl)}"></img>`:""}  
              <button class="m-btn thin-border mar-top-8" style="width:135px" @click='${a=>{qt(this.responseBlobUrl,this.respContentDisposition,a)}}' part="btn btn-outline">
                DOWNLOAD
              </button>
              ${this.responseBlobType==="view"||this.responseBlobType==="image"?o`<button class="m-btn thin-border mar-top-8" style="width:135px"  @click='${a=>{Ft(this.responseBlobUrl,a)}}' part="btn btn-outline">VIEW (NEW TAB)</button>`:""}
            </div>`:o`
            <div part="tab-content" class="tab-content col m-markdown" style="flex:1; display:${this.activeResponseTab==="response"?"flex":"none"};" >
              <button class="toolbar-btn" style="position:absolute; top:12px; right:8px" @click='${a=>{he(this.responseText,a)}}' part="btn btn-fill"> Copy </button>
              <pre style="white-space:pre; min-height:50px; height:var(--resp-area-height, 400px); resize:vertical; overflow:auto">${t}</pre>
            </div>`}
        <div part="tab-content" class="tab-content col m-markdown" style="flex:1; display:${this.activeResponseTab==="headers"?"flex":"none"};" >
          <button  class="toolbar-btn" style = "position:absolute; top:12px; right:8px" @click='${a=>{he(this.responseHeaders,a)}}' part="btn btn-fill"> Copy </button>
          <pre style="white-space:pre"><code>${_(te.default.highlight(this.responseHeaders,te.default.languages.css,"css"))}</code></pre>
        </div>
        ${this.showCurlBeforeTry==="true"?"":this.curlSyntaxTemplate(this.activeResponseTab==="curl"?"flex":"none")}
      </div>`}apiCallTemplate(){let e=o`
      <div style="display:flex; flex-direction:column;">
        ${this.serverUrl?o`
            <div style="display:flex; align-items:baseline;">
              <div style="font-weight:bold; padding-right:5px;">API Server</div> 
              <span class = "gray-text"> ${this.serverUrl} </span>
            </div>
          `:""}
      </div>  
    `;return o`
    <div style="display:flex; align-items:flex-end; margin:16px 0; font-size:var(--font-size-small);" part="wrap-request-btn">
      <div class="hide-in-small-screen" style="flex-direction:column; margin:0; width:calc(100% - 60px);">
        <div style="display:flex; flex-direction:row; align-items:center; overflow:hidden;"> 
          ${e}
        </div>
        <div style="display:flex;">
          <div style="font-weight:bold; padding-right:5px;">Authentication</div>
          ${this.security?.length>0?o`
              ${this.api_keys.length>0?o`<div style="color:var(--blue); overflow:hidden;"> 
                    ${this.api_keys.length===1?`${this.api_keys[0]?.typeDisplay} in ${this.api_keys[0].in}`:`${this.api_keys.length} API keys applied`} 
                  </div>`:o`<div class="gray-text">Required  <span style="color:var(--red)">(None Applied)</span> </div>`}`:o`<span class="gray-text"> Not Required </span>`}
        </div>
      </div>
      ${this.parameters.length>0||this.request_body?o`
            <button class="m-btn thin-border" part="btn btn-outline btn-fill" style="margin-right:5px;" @click="${this.onFillRequestData}" title="Fills with example data (if provided)">
              FILL EXAMPLE
            </button>
            <button class="m-btn thin-border" part="btn btn-outline btn-clear" style="margin-right:5px;" @click="${this.onClearRequestData}">
              CLEAR
            </button>`:""}
      <button class="m-btn primary thin-border" part="btn btn-try" @click="${this.onTryClick}">TRY</button>
    </div>
    <div class="row" style="font-size:var(--font-size-small); margin:5px 0">
      ${this.showCurlBeforeTry==="true"?this.curlSyntaxTemplate():""}
    </div>
    ${this.responseMessage===""?"":this.apiResponseTabTemplate()}
    `}async onFillRequestData(e){[...e.target.closest(".request-panel").querySelectorAll("input, tag-input, textarea:not(.is-hidden)")].forEach(s=>{s.dataset.example&&(s.tagName.toUpperCase()==="TAG-INPUT"?s.value=s.dataset.example.split("~|~"):s.value=s.dataset.example)})}async onClearRequestData(e){[...e.target.closest(".request-panel").querySelectorAll("input, tag-input, textarea:not(.is-hidden)")].forEach(s=>{s.value=""})}buildFetchURL(e){let t,a=[...e.querySelectorAll("[data-ptype='path']")],s=[...e.querySelectorAll("[data-ptype='query']")],i=[...e.querySelectorAll("[data-ptype='query-object']")];t=this.path,a.map(p=>{t=t.replace(`{${p.dataset.pname}}`,encodeURIComponent(p.value))});let n=new Map,c=[];s.length>0&&s.forEach(p=>{let m=new URLSearchParams;if(p.dataset.paramAllowReserved==="true"&&c.push(p.dataset.pname),p.dataset.array==="false")p.value!==""&&m.append(p.dataset.pname,p.value);else{let{paramSerializeStyle:u,paramSerializeExplode:h}=p.dataset,d=p.value&&Array.isArray(p.value)?p.value:[];d=Array.isArray(d)?d.filter(v=>v!==""):[],d.length>0&&(u==="spaceDelimited"?m.append(p.dataset.pname,d.join(" ").replace(/^\s|\s$/g,"")):u==="pipeDelimited"?m.append(p.dataset.pname,d.join("|").replace(/^\||\|$/g,"")):h==="true"?d.forEach(v=>{m.append(p.dataset.pname,v)}):m.append(p.dataset.pname,d.join(",").replace(/^,|,$/g,"")))}m.toString()&&n.set(p.dataset.pname,m)}),i.length>0&&i.map(p=>{let m=new URLSearchParams;try{let u={},{paramSerializeStyle:h,paramSerializeExplode:d,pname:v}=p.dataset;if(u=Object.assign(u,JSON.parse(p.value.replace(/\s+/g," "))),p.dataset.paramAllowReserved==="true"&&c.push(p.dataset.pname),"json xml".includes(h))h==="json"?m.append(p.dataset.pname,JSON.stringify(u)):h==="xml"&&m.append(p.dataset.pname,ht(u));else for(let g in u){let f=`${v}[${g}]`;typeof u[g]=="object"?Array.isArray(u[g])&&(h==="spaceDelimited"?m.append(f,u[g].join(" ")):h==="pipeDelimited"?m.append(f,u[g].join("|")):d==="true"?u[g].forEach(y=>{m.append(f,y)}):m.append(f,u[g])):m.append(f,u[g])}}catch{console.error("RapiDoc: unable to parse %s into object",p.value)}m.toString()&&n.set(p.dataset.pname,m)});let l="";return n.size&&(n.forEach((p,m)=>{c.includes(m)?(l+=`${m}=`,l+=p.getAll(m).join(`&${m}=`),l+="&"):l+=`${p.toString()}&`}),l=l.slice(0,-1)),l.length!==0&&(t=`${t}${t.includes("?")?"&":"?"}${l}`),this.api_keys.filter(p=>p.in==="query").forEach(p=>{t=`${t}${t.includes("?")?"&":"?"}${p.name}=${encodeURIComponent(p.finalKeyValue)}`}),t=`${this.serverUrl.replace(/\/$/,"")}${t}`,t}buildFetchHeaders(e){let t=this.closest(".expanded-req-resp-container, .req-resp-container")?.getElementsByTagName("api-response")[0],a=[...e.querySelectorAll("[data-ptype='header'], [data-ptype='header-object']")],s=e.querySelector(".request-body-container"),i=t?.selectedMimeType,n=new Headers;if(i?n.append("Accept",i):this.accept&&n.append("Accept",this.accept),this.api_keys.filter(c=>c.in==="header").forEach(c=>{n.append(c.name,c.finalKeyValue)}),a.map(c=>{if(c.value)if(c.dataset.ptype==="header-object"){let l=JSON.parse(c.value.replace(/\n/g,"").trim()),p=c.dataset.paramSerializeExplode==="true"?"=":",",m=Object.keys(l).map(u=>{let h=l[u];return typeof h=="object"?`${u}${p}${JSON.stringify(h)}`:`${u}${p}${h}`}).join(",");n.append(c.dataset.pname,m)}else n.append(c.dataset.pname,c.value)}),s){let c=s.dataset.selectedRequestBodyType;c.includes("form-data")||n.append("Content-Type",c)}return n}buildFetchBodyOptions(e){let t=e.querySelector(".request-body-container"),a={method:this.method.toUpperCase()};if(t){let s=t.dataset.selectedRequestBodyType;if(s.includes("form-urlencoded")){let i=e.querySelector("[data-ptype='dynamic-form']");if(i){let n=i.value,c=new URLSearchParams,l=!0,p;if(n)try{p=JSON.parse(n)}catch(m){l=!1,console.warn("RapiDoc: Invalid JSON provided",m)}else l=!1;if(l){for(let m in p)c.append(m,JSON.stringify(p[m]));a.body=c}}else{let n=[...e.querySelectorAll("[data-ptype='form-urlencode']")],c=new URLSearchParams;n.filter(l=>l.type!=="file").forEach(l=>{if(l.dataset.array==="false")l.value&&c.append(l.dataset.pname,l.value);else{let p=l.value&&Array.isArray(l.value)?l.value.join(","):"";c.append(l.dataset.pname,p)}}),a.body=c}}else if(s.includes("form-data")){let i=new FormData;[...e.querySelectorAll("[data-ptype='form-data']")].forEach(c=>{c.dataset.array==="false"?c.type==="file"&&c.files[0]?i.append(c.dataset.pname,c.files[0],c.files[0].name):c.value&&i.append(c.dataset.pname,c.value):c.value&&Array.isArray(c.value)&&i.append(c.dataset.pname,c.value.join(","))}),a.body=i}else if(/^audio\/|^image\/|^video\/|^font\/|tar$|zip$|7z$|rtf$|msword$|excel$|\/pdf$|\/octet-stream$/.test(s)){let i=e.querySelector(".request-body-param-file");i?.files[0]&&(a.body=i.files[0])}else if(s.includes("json")||s.includes("xml")||s.includes("text")){let i=e.querySelector(".request-body-param-user-input");i?.value&&(a.body=i.value)}}return a}async onTryClick(e){let t=e.target,a=t.closest(".request-panel"),s=this.buildFetchURL(a),i=this.buildFetchBodyOptions(a),n=this.buildFetchHeaders(a);this.responseUrl="",this.responseHeaders=[],this.curlSyntax=this.generateCURLSyntax(s,n,i,a),this.responseStatus="success",this.responseIsBlob=!1,this.respContentDisposition="",this.responseBlobUrl&&(URL.revokeObjectURL(this.responseBlobUrl),this.responseBlobUrl=""),this.fetchCredentials&&(i.credentials=this.fetchCredentials);let c=new AbortController,{signal:l}=c;i.headers=n;let p={url:s,...i};this.dispatchEvent(new CustomEvent("before-try",{bubbles:!0,composed:!0,detail:{request:p,controller:c}}));let m={method:p.method,headers:p.headers,credentials:p.credentials,body:p.body},u=new Request(p.url,m),h,d;try{let v,g,f;t.disabled=!0,this.responseText="\u231B",this.responseMessage="",this.requestUpdate();let y=performance.now();h=await fetch(u,{signal:l});let $=performance.now();d=h.clone(),t.disabled=!1,this.responseMessage=o`${h.statusText?`${h.statusText}:${h.status}`:h.status} <div style="color:var(--light-fg)"> Took ${Math.round($-y)} milliseconds </div>`,this.responseUrl=h.url;let b={};h.headers.forEach((k,C)=>{b[C]=k,this.responseHeaders=`${this.responseHeaders}${C}: ${k}
`});let x=h.headers.get("content-type");if((await h.clone().text()).length===0)this.responseText="";else if(x){if(x=x.split(";")[0].trim(),x==="application/x-ndjson")this.responseText=await h.text();else if(x.includes("json"))if(/charset=[^"']+/.test(x)){let k=x.split("charset=")[1],C=await h.arrayBuffer();try{f=new TextDecoder(k).decode(C)}catch{f=new TextDecoder("utf-8").decode(C)}try{g=JSON.parse(f),this.responseText=JSON.stringify(g,null,2)}catch{this.responseText=f}}else g=await h.json(),this.responseText=JSON.stringify(g,null,2);else/^font\/|tar$|zip$|7z$|rtf$|msword$|excel$|\/pdf$|\/octet-stream$|^application\/vnd\./.test(x)?(this.responseIsBlob=!0,this.responseBlobType="download"):/^image/.test(x)?(this.responseIsBlob=!0,this.responseBlobType="image"):/^audio|^image|^video/.test(x)?(this.responseIsBlob=!0,this.responseBlobType="view"):(f=await h.text(),x.includes("xml")?this.responseText=(0,as.default)(f,{textNodesOnSameLine:!0,indentor:"  "}):this.responseText=f);if(this.responseIsBlob){let k=h.headers.get("content-disposition")||"",C="filename";if(k){let z=k.match(/filename\*=\s*UTF-8''([^;]+)/);if(z)C=decodeURIComponent(z[1]);else{let H=k.match(/filename="?([^"]+)"?/);H&&(C=H[1])}}this.respContentDisposition=C,v=await h.blob(),this.responseBlobUrl=URL.createObjectURL(v)}}else f=await h.text(),this.responseText=f;this.dispatchEvent(new CustomEvent("after-try",{bubbles:!0,composed:!0,detail:{request:u,response:d,responseHeaders:b,responseBody:g||f||v,responseStatus:d.ok}}))}catch(v){t.disabled=!1,v.name==="AbortError"?(this.dispatchEvent(new CustomEvent("request-aborted",{bubbles:!0,composed:!0,detail:{err:v,request:u}})),this.responseMessage="Request Aborted",this.responseText="Request Aborted"):(this.dispatchEvent(new CustomEvent("after-try",{bubbles:!0,composed:!0,detail:{err:v,request:u}})),this.responseMessage=`${v.message} (CORS or Network Issue)`)}this.requestUpdate()}liveCURLSyntaxUpdate(e){this.applyCURLSyntax(e),this.requestUpdate()}onGenerateCURLClick(e){let t=this.getRequestPanel(e);this.applyCURLSyntax(t)}getRequestPanel(e){return e.target.closest(".request-panel")}applyCURLSyntax(e){let t=this.buildFetchURL(e),a=this.buildFetchBodyOptions(e),s=this.buildFetchHeaders(e);this.curlSyntax=this.generateCURLSyntax(t,s,a,e)}generateCURLSyntax(e,t,a,s){let i,n="",c="",l="",p="",m=s.querySelector(".request-body-container");if(e.startsWith("http")===!1?i=new URL(e,window.location.href).href:i=e,n=`curl -X ${this.method.toUpperCase()} "${i}" \\
`,t.forEach((u,h)=>{let d=u.split(",");d=d.map(v=>v.trim()).filter((v,g)=>d.indexOf(v)===g),t.set(h,d.join(", "))}),c=Array.from(t).map(([u,h])=>` -H '${u}: ${h}'`).join(`\\
`),c&&(c=`${c} \\
`),a.body instanceof URLSearchParams)l=` -d ${a.body.toString()} \\
`;else if(a.body instanceof File)l=` --data-binary @${a.body.name} \\
`;else if(a.body instanceof FormData)p=Array.from(a.body).reduce((u,[h,d])=>{if(d instanceof File)return[...u,` -F "${h}=@${d.name}"`];let v=d.match(/([^,],)/gm);if(v){let g=v.map(f=>`-F "${h}[]=${f}"`);return[...u,...g]}return[...u,` -F "${h}=${d}"`]},[]).join(`\\
`);else if(m&&m.dataset.selectedRequestBodyType){let u=m.dataset.selectedRequestBodyType,h=s.querySelector(".request-body-param-user-input");if(h?.value){if(a.body=h.value,u.includes("json"))try{l=` -d '${JSON.stringify(JSON.parse(h.value))}' \\
`}catch{}l||(l=` -d '${h.value.replace(/'/g,`'"'"'`)}' \\
`)}}return`${n}${c}${l}${p}`}onAddRemoveFileInput(e,t,a){if(e.target.tagName.toLowerCase()!=="button")return;if(e.target.classList.contains("file-input-remove-btn")){e.target.closest(".input-set").remove();return}let s=e.target.closest(".file-input-container"),i=document.createElement("div");i.setAttribute("class","input-set row");let n=document.createElement("input");n.type="file",n.style="width:200px; margin-top:2px;",n.setAttribute("data-pname",t),n.setAttribute("data-ptype",a.includes("form-urlencode")?"form-urlencode":"form-data"),n.setAttribute("data-array","false"),n.setAttribute("data-file-array","true");let c=document.createElement("button");c.setAttribute("class","file-input-remove-btn"),c.innerHTML="&#x2715;",i.appendChild(n),i.appendChild(c),s.insertBefore(i,e.target)}clearResponseData(){this.responseUrl="",this.responseHeaders="",this.responseText="",this.responseStatus="success",this.responseMessage="",this.responseIsBlob=!1,this.responseBlobType="",this.respContentDisposition="",this.responseBlobUrl&&(URL.revokeObjectURL(this.responseBlobUrl),this.responseBlobUrl="")}disconnectedCallback(){this.curlSyntax="",this.responseBlobUrl&&(URL.revokeObjectURL(this.responseBlobUrl),this.responseBlobUrl=""),super.disconnectedCallback()}};customElements.define("api-request",Yt);var Qt=class extends N{static get properties(){return{schemaExpandLevel:{type:Number,attribute:"schema-expand-level"},schemaDescriptionExpanded:{type:String,attribute:"schema-description-expanded"},allowSchemaDescriptionExpandToggle:{type:String,attribute:"allow-schema-description-expand-toggle"},schemaHideReadOnly:{type:String,attribute:"schema-hide-read-only"},schemaHideWriteOnly:{type:String,attribute:"schema-hide-write-only"},data:{type:Object}}}connectedCallback(){super.connectedCallback(),(!this.schemaExpandLevel||this.schemaExpandLevel<1)&&(this.schemaExpandLevel=99999),(!this.schemaDescriptionExpanded||!"true false".includes(this.schemaDescriptionExpanded))&&(this.schemaDescriptionExpanded="false"),(!this.schemaHideReadOnly||!"true false".includes(this.schemaHideReadOnly))&&(this.schemaHideReadOnly="true"),(!this.schemaHideWriteOnly||!"true false".includes(this.schemaHideWriteOnly))&&(this.schemaHideWriteOnly="true")}static get styles(){return[K,Zt,I`
      .table {
        font-size: var(--font-size-small);
        text-align: left;
        line-height: calc(var(--font-size-small) + 6px);
      }
      .table .tr {
        width: calc(100% - 5px);
        padding: 0 0 0 5px;
        border-bottom: 1px dotted var(--light-border-color);
      }
      .table .td {
        padding: 4px 0;
      }
      .table .key {
        width: 240px;
      }
      .key .key-label {
        font-size: var(--font-size-mono);
      }
      .key.deprecated .key-label {
        color: var(--red);
      }

      .table .key-type {
        white-space: normal;
        width: 150px;
      }
      .collapsed-all-descr .tr:not(.expanded-descr) {
        max-height: calc(var(--font-size-small) + var(--font-size-small));
      }

      .obj-toggle {
        padding: 0 2px;
        border-radius:2px;
        border: 1px solid transparent;
        display: inline-block;
        margin-left: -16px;
        color:var(--primary-color);
        cursor:pointer;
        font-size: calc(var(--font-size-small) + 4px);
        font-family: var(--font-mono);
        background-clip: border-box;
      }
      .obj-toggle:hover {
        border-color: var(--primary-color);
      }
      .tr.expanded + .object-body {
        display:block;
      }
      .tr.collapsed + .object-body {
        display:none;
      }`,Z]}render(){return o`
      <div class="table ${this.schemaDescriptionExpanded==="true"?"expanded-all-descr":"collapsed-all-descr"}" @click="${e=>this.handleAllEvents(e)}">
        <div class='toolbar'>
          <div class="toolbar-item schema-root-type ${this.data?.["::type"]||""} "> ${this.data?.["::type"]||""} </div>
          ${this.allowSchemaDescriptionExpandToggle==="true"?o`
              <div style="flex:1"></div>
              <div part="schema-multiline-toggle" class='toolbar-item schema-multiline-toggle' > 
                ${this.schemaDescriptionExpanded==="true"?"Single line description":"Multiline description"}
              </div>
            `:""}
        </div>
        <span part="schema-description" class='m-markdown'> ${_(w(this.data?.["::description"]||""))} </span>
        <div style = 'border:1px solid var(--light-border-color)'>
          <div style='display:flex; background-color: var(--bg2); padding:8px 4px; border-bottom:1px solid var(--light-border-color);'>
            <div class='key' style='font-family:var(--font-regular); font-weight:bold; color:var(--fg);'> Field </div>
            <div class='key-type' style='font-family:var(--font-regular); font-weight:bold; color:var(--fg);'> Type </div>
            <div class='key-descr' style='font-family:var(--font-regular); font-weight:bold; color:var(--fg);'> Description </div>
          </div>
          ${this.data?o`
              ${this.generateTree(this.data["::type"]==="array"?this.data["::props"]:this.data,this.data["::type"],this.data["::array-type"])}`:""}  
        </div>
      </div>  
    `}generateTree(e,t="object",a="",s="",i="",n=0,c=0,l="",p=!1){if(this.schemaHideReadOnly==="true"&&(t==="array"&&l==="readonly"||e&&e["::readwrite"]==="readonly")||this.schemaHideWriteOnly==="true"&&(t==="array"&&l==="writeonly"||e&&e["::readwrite"]==="writeonly"))return;if(!e)return o`<div class="null" style="display:inline;">
        <span style='margin-left:${(n+1)*16}px'> &nbsp; </span>
        <span class="key-label xxx-of-key"> ${s.replace("::OPTION~","")}</span>
        ${t==="array"?o`<span class='mono-font'> [ ] </span>`:t==="object"?o`<span class='mono-font'> { } </span>`:o`<span class='mono-font'> schema undefined </span>`}
      </div>`;let m=e["::type"]?.startsWith("xxx-of")?n:n+1,u=t==="xxx-of-option"||e["::type"]==="xxx-of-option"||s.startsWith("::OPTION")?c:c+1,h=16*u;if(Object.keys(e).length===0)return o`<span class="td key object" style='padding-left:${h}px'>${s}</span>`;let d="",v="",g=!1;if(s.startsWith("::ONE~OF")||s.startsWith("::ANY~OF"))d=s.replace("::","").replace("~"," "),g=!0;else if(s.startsWith("::OPTION")){let L=s.split("~");d=L[1],v=L[2]}else d=s;let f="";if(e["::type"]==="object"?t==="array"?f="array of object":f=e["::dataTypeLabel"]||e["::type"]:e["::type"]==="array"&&(t==="array"?f=`array of array ${a!=="object"?`of ${a}`:""}`:f=e["::dataTypeLabel"]||e["::type"]),typeof e=="object")return o`
        ${m>=0&&s?o`
            <div class='tr ${m<=this.schemaExpandLevel?"expanded":"collapsed"} ${e["::type"]}' data-obj='${d}' title="${p||e["::deprecated"]?"Deprecated":""}">
              <div class="td key ${p||e["::deprecated"]?"deprecated":""}" style='padding-left:${h}px'>
                ${d||v?o`
                    <span class='obj-toggle ${m<this.schemaExpandLevel?"expanded":"collapsed"}' data-obj='${d}'>
                      ${n<this.schemaExpandLevel?"-":"+"}
                    </span>`:""}
                ${e["::type"]==="xxx-of-option"||e["::type"]==="xxx-of-array"||s.startsWith("::OPTION")?o`<span class="xxx-of-key" style="margin-left:-6px">${d}</span><span class="${g?"xxx-of-key":"xxx-of-descr"}">${v}</span>`:d.endsWith("*")?o`<span class="key-label" style="display:inline-block; margin-left:-6px;">${p||e["::deprecated"]?o`<svg viewBox="0 0 10 10" width="10" height="10" style="stroke:var(--red); margin-right:-6px"><path d="M2 2L8 8M2 8L8 2"/></svg>`:""} ${d.substring(0,d.length-1)}</span><span style='color:var(--red);'>*</span>`:o`<span class="key-label" style="display:inline-block; margin-left:-6px;">${p||e["::deprecated"]?o`<svg viewBox="0 0 10 10" width="10" height="10" style="stroke:var(--red); margin-right:-6px"><path d="M2 2L8 8M2 8L8 2"/></svg>`:""} ${d==="::props"?"":d}</span>`}
                ${e["::type"]==="xxx-of"&&t==="array"?o`<span style="color:var(--primary-color)">ARRAY</span>`:""} 
              </div>
              <div class='td key-type' title="${e["::readwrite"]==="readonly"?"Read-Only":e["::readwrite"]==="writeonly"?"Write-Only":""}">
                ${(e["::type"]||"").includes("xxx-of")?"":f}
                ${e["::readwrite"]==="readonly"?" \u{1F181}":e["::readwrite"]==="writeonly"?" \u{1F186}":""}
              </div>
              <div class='td key-descr m-markdown-small' style='line-height:1.7'>${_(w(i||""))}</div>
            </div>`:o`
            ${e["::type"]==="array"&&t==="array"?o`
                <div class='tr'> 
                  <div class='td key'></div> 
                  <div class='td key-type'>
                    ${a&&a!=="object"?`${t} of ${a}`:t}
                  </div> 
                  <div class='td key-descr'></div> 
                </div>`:""}`}
        <div class='object-body'>
        ${Array.isArray(e)&&e[0]?o`${this.generateTree(e[0],"xxx-of-option","","::ARRAY~OF","",m,u,"")}`:o`
            ${Object.keys(e).map(L=>o`
              ${["::title","::description","::type","::props","::deprecated","::array-type","::readwrite","::dataTypeLabel","::nullable"].includes(L)?e[L]["::type"]==="array"||e[L]["::type"]==="object"?o`${this.generateTree(e[L]["::type"]==="array"?e[L]["::props"]:e[L],e[L]["::type"],e[L]["::array-type"]||"",L,e[L]["::description"],m,u,e[L]["::readwrite"]?e[L]["::readwrite"]:"",p||e[L]["::deprecated"])}`:"":o`${this.generateTree(e[L]["::type"]==="array"?e[L]["::props"]:e[L],e[L]["::type"],e[L]["::array-type"]||"",L,e[L]?.["::description"]||"",m,u,e[L]["::readwrite"]?e[L]["::readwrite"]:"",p||e[L]["::deprecated"])}`}
            `)}
          `}
        </div>
      `;let[y,$,b,x,S,k,C,z,H]=e.split("~|~");if($==="\u{1F181}"&&this.schemaHideReadOnly==="true"||$==="\u{1F186}"&&this.schemaHideWriteOnly==="true")return;let G=y.replace(/┃.*/g,"").replace(/[^a-zA-Z0-9+]/g,"").substring(0,4).toLowerCase(),Y=`${b||x||S||k?'<span class="descr-expand-toggle">\u2794</span>':""}`,Q="";return t==="array"?Q=o` 
        <div class='td key-type ${G}' title="${l==="readonly"?"Read-Only":$==="writeonly"?"Write-Only":""}">
          [${y}] ${l==="readonly"?"\u{1F181}":l==="writeonly"?"\u{1F186}":""}
        </div>`:Q=o` 
        <div class='td key-type ${G}' title="${$==="\u{1F181}"?"Read-Only":$==="\u{1F186}"?"Write-Only":""}">
          ${y} ${$}
        </div>`,o`
      <div class = "tr primitive" title="${p||H?"Deprecated":""}">
        <div class="td key ${p||H?"deprecated":""}" style='padding-left:${h}px'>
          ${p||H?o`<svg viewBox="0 0 10 10" width="10" height="10" style="stroke:var(--red); margin-right:-6px"><path d="M2 2L8 8M2 8L8 2"/></svg>`:""}
          ${d?.endsWith("*")?o`
              <span class="key-label">${d.substring(0,d.length-1)}</span>
              <span style='color:var(--red);'>*</span>`:s.startsWith("::OPTION")?o`<span class='xxx-of-key'>${d}</span><span class="xxx-of-descr">${v}</span>`:o`${d?o`<span class="key-label"> ${d}</span>`:o`<span class="xxx-of-descr">${z}</span>`}`}
        </div>
        ${Q}
        <div class='td key-descr' style='font-size: var(--font-size-small)'>
          ${o`<span class="m-markdown-small">
            ${_(w(t==="array"?`${Y} ${i}`:z?`${Y} <b>${z}:</b> ${C}`:`${Y} ${C}`))}
          </span>`}
          ${b?o`<div class='' style='display:inline-block; line-break:anywhere; margin-right:8px;'> <span class='bold-text'>Constraints: </span> ${b}</div>`:""}
          ${x?o`<div style='display:inline-block; line-break:anywhere; margin-right:8px;'> <span class='bold-text'>Default: </span>${x}</div>`:""}
          ${S?o`<div style='display:inline-block; line-break:anywhere; margin-right:8px;'> <span class='bold-text'>${y==="const"?"Value":"Allowed"}: </span>${S}</div>`:""}
          ${k?o`<div style='display:inline-block; line-break:anywhere; margin-right:8px;'> <span class='bold-text'>Pattern: </span>${k}</div>`:""}
        </div>
      </div>
    `}handleAllEvents(e){if(e.target.classList.contains("obj-toggle"))this.toggleObjectExpand(e);else if(e.target.classList.contains("schema-multiline-toggle"))this.schemaDescriptionExpanded=this.schemaDescriptionExpanded==="true"?"false":"true";else if(e.target.classList.contains("descr-expand-toggle")){let t=e.target.closest(".tr");t&&(t.classList.toggle("expanded-descr"),t.style.maxHeight=t.scrollHeight)}}toggleObjectExpand(e){let t=e.target.closest(".tr");t.classList.contains("expanded")?(t.classList.add("collapsed"),t.classList.remove("expanded"),e.target.innerText="+"):(t.classList.remove("collapsed"),t.classList.add("expanded"),e.target.innerText="-")}};customElements.define("schema-table",Qt);var er=class extends N{constructor(){super(),this.selectedStatus="",this.headersForEachRespStatus={},this.mimeResponsesForEachStatus={},this.activeSchemaTab="schema"}static get properties(){return{callback:{type:String},webhook:{type:String},responses:{type:Object},parser:{type:Object},schemaStyle:{type:String,attribute:"schema-style"},renderStyle:{type:String,attribute:"render-style"},selectedStatus:{type:String,attribute:"selected-status"},selectedMimeType:{type:String,attribute:"selected-mime-type"},activeSchemaTab:{type:String,attribute:"active-schema-tab"},schemaExpandLevel:{type:Number,attribute:"schema-expand-level"},schemaDescriptionExpanded:{type:String,attribute:"schema-description-expanded"},allowSchemaDescriptionExpandToggle:{type:String,attribute:"allow-schema-description-expand-toggle"},schemaHideReadOnly:{type:String,attribute:"schema-hide-read-only"},schemaHideWriteOnly:{type:String,attribute:"schema-hide-write-only"}}}static get styles(){return[K,Be,qe,De,ue,ge,I`
      :where(button, input[type="checkbox"], [tabindex="0"]):focus-visible { box-shadow: var(--focus-shadow); }
      :where(input[type="text"], input[type="password"], select, textarea):focus-visible { border-color: var(--primary-color); }
      .resp-head{
        vertical-align: middle;
        padding:16px 0 8px;
      }
      .resp-head.divider{
        border-top: 1px solid var(--border-color);
        margin-top:10px;
      }
      .resp-status{ 
        font-weight:bold;
        font-size:calc(var(--font-size-small) + 1px);
      }
      .resp-descr{
        font-size:calc(var(--font-size-small) + 1px);
        color:var(--light-fg);
        text-align:left;
      }
      .top-gap{margin-top:16px;}
      .example-panel{
        font-size:var(--font-size-small);
        margin:0;
      }
      .focused-mode,
      .read-mode {
        padding-top:24px;
        margin-top:12px;
        border-top: 1px dashed var(--border-color);
      }`,Z]}render(){return o`
    <div class="col regular-font response-panel ${this.renderStyle}-mode">
      <div class=" ${this.callback==="true"?"tiny-title":"req-res-title"} "> 
        ${this.callback==="true"?"CALLBACK RESPONSE":"RESPONSE"}
      </div>
      <div>
        ${this.responseTemplate()}
      </div>  
    </div>  
    `}resetSelection(){this.selectedStatus="",this.selectedMimeType=""}responseTemplate(){if(!this.responses)return"";for(let e in this.responses){this.selectedStatus||(this.selectedStatus=e);let t={};for(let s in this.responses[e]?.content){let i=this.responses[e].content[s];this.selectedMimeType||(this.selectedMimeType=s);let n=F(i.schema,{}),c=ze(i.schema,s,W(i.examples),W(i.example),!(this.callback==="true"||this.webhook==="true"),this.callback==="true"||this.webhook==="true",s.includes("json")?"json":"text");t[s]={description:this.responses[e].description,examples:c,selectedExample:c[0]?.exampleId||"",schemaTree:n}}let a=[];for(let s in this.responses[e]?.headers)a.push({name:s,...this.responses[e].headers[s]});this.headersForEachRespStatus[e]=a,this.mimeResponsesForEachStatus[e]=t}return o`
      ${Object.keys(this.responses).length>1?o`<div class='row' style='flex-wrap:wrap'>
          ${Object.keys(this.responses).map(e=>o`
            ${e==="$$ref"?"":o`
                <button 
                  @click="${()=>{this.selectedStatus=e,this.responses[e].content&&Object.keys(this.responses[e].content)[0]?this.selectedMimeType=Object.keys(this.responses[e].content)[0]:this.selectedMimeType=void 0}}"
                  class='m-btn small ${this.selectedStatus===e?"primary":""}'
                  part="btn ${this.selectedStatus===e?"btn-response-status btn-selected-response-status":" btn-response-status"}"
                  style='margin: 8px 4px 0 0'
                > 
                  ${e} 
                </button>`}`)}</div>`:o`<span>${Object.keys(this.responses)[0]}</span>`}

      ${Object.keys(this.responses).map(e=>o`
        <div style = 'display: ${e===this.selectedStatus?"block":"none"}' >
          <div class="top-gap">
            <span class="resp-descr m-markdown ">${_(w(this.responses[e]?.description||""))}</span>
            ${this.headersForEachRespStatus[e]&&this.headersForEachRespStatus[e]?.length>0?o`${this.responseHeaderListTemplate(this.headersForEachRespStatus[e])}`:""}
          </div>
          ${Object.keys(this.mimeResponsesForEachStatus[e]).length===0?"":o`  
              <div part="tab-panel" class="tab-panel col">
                <div part="tab-btn-row" class="tab-buttons row" @click="${t=>{t.target.tagName.toLowerCase()==="button"&&(this.activeSchemaTab=t.target.dataset.tab)}}" >
                  <button part="tab-btn" class="tab-btn ${this.activeSchemaTab==="example"?"active":""}" data-tab = 'example'>EXAMPLE </button>
                  <button part="tab-btn" class="tab-btn ${this.activeSchemaTab!=="example"?"active":""}" data-tab = 'schema' >SCHEMA</button>
                  <div style="flex:1"></div>
                  ${Object.keys(this.mimeResponsesForEachStatus[e]).length===1?o`<span class='small-font-size gray-text' style='align-self:center; margin-top:8px;'> ${Object.keys(this.mimeResponsesForEachStatus[e])[0]} </span>`:o`${this.mimeTypeDropdownTemplate(Object.keys(this.mimeResponsesForEachStatus[e]))}`}
                </div>
                ${this.activeSchemaTab==="example"?o`<div part="tab-content" class ='tab-content col' style = 'flex:1;'>
                      ${this.mimeExampleTemplate(this.mimeResponsesForEachStatus[e][this.selectedMimeType])}
                    </div>`:o`<div part="tab-content" class ='tab-content col' style = 'flex:1;'>
                      ${this.mimeSchemaTemplate(this.mimeResponsesForEachStatus[e][this.selectedMimeType])}
                    </div>`}
              </div>
            `}</div>`)}
    `}responseHeaderListTemplate(e){return o`
      <div style="padding:16px 0 8px 0" class="resp-headers small-font-size bold-text">RESPONSE HEADERS</div> 
      <table role="presentation" style="border-collapse: collapse; margin-bottom:16px; border:1px solid var(--border-color); border-radius: var(--border-radius)" class="small-font-size mono-font">
        ${e.map(t=>o`
          <tr>
            <td style="padding:8px; vertical-align: baseline; min-width:120px; border-top: 1px solid var(--light-border-color); text-overflow: ellipsis;">
              ${t.name||""}
            </td> 
            <td style="padding:4px; vertical-align: baseline; padding:0 5px; border-top: 1px solid var(--light-border-color); text-overflow: ellipsis;">
              ${t.schema?.type||""}
            </td> 
            <td style="padding:8px; vertical-align: baseline; border-top: 1px solid var(--light-border-color);text-overflow: ellipsis;">
              <div class="m-markdown-small regular-font" >${_(w(t.description||""))}</div>
            </td>
            <td style="padding:8px; vertical-align: baseline; border-top: 1px solid var(--light-border-color); text-overflow: ellipsis;">
              ${t.schema?.example||""}
            </td>
          </tr>
        `)}
    </table>`}mimeTypeDropdownTemplate(e){return o`
      <select aria-label='mime types' @change="${t=>{this.selectedMimeType=t.target.value}}" style='margin-bottom: -1px; z-index:1'>
        ${e.map(t=>o`<option value='${t}' ?selected = '${t===this.selectedMimeType}'> ${t} </option>`)}
      </select>`}onSelectExample(e){[...e.target.closest(".example-panel").querySelectorAll(".example")].forEach(s=>{s.style.display=s.dataset.example===e.target.value?"block":"none"})}mimeExampleTemplate(e){return e?o`
      ${e.examples.length===1?o`
          ${e.examples[0].exampleFormat==="json"?o`
              ${e.examples[0].exampleSummary&&e.examples[0].exampleSummary.length>80?o`<div style="padding: 4px 0"> ${e.examples[0].exampleSummary} </div>`:""}
              ${e.examples[0].exampleDescription?o`<div class="m-markdown-small" style="padding: 4px 0"> ${_(w(e.examples[0].exampleDescription||""))} </div>`:""}
              <json-tree 
                render-style = '${this.renderStyle}'
                .data="${e.examples[0].exampleValue}"
                class = 'example-panel ${this.renderStyle==="read"?"border pad-8-16":"border-top pad-top-8"}'
                exportparts = "btn:btn, btn-fill:btn-fill, btn-copy:btn-copy" 
              ></json-tree>`:o`
              ${e.examples[0].exampleSummary&&e.examples[0].exampleSummary.length>80?o`<div style="padding: 4px 0"> ${e.examples[0].exampleSummary} </div>`:""}
              ${e.examples[0].exampleDescription?o`<div class="m-markdown-small" style="padding: 4px 0"> ${_(w(e.examples[0].exampleDescription||""))} </div>`:""}
              <pre class = 'example-panel ${this.renderStyle==="read"?"border pad-8-16":"border-top pad-top-8"}'>${e.examples[0].exampleValue}</pre>
            `}`:o`
          <span class = 'example-panel ${this.renderStyle==="read"?"border pad-8-16":"border-top pad-top-8"}'>
            <select aria-label='response examples' style="min-width:100px; max-width:100%" @change='${t=>this.onSelectExample(t)}'>
              ${e.examples.map(t=>o`<option value="${t.exampleId}" ?selected=${t.exampleId===e.selectedExample} > 
                ${t.exampleSummary.length>80?t.exampleId:t.exampleSummary} 
              </option>`)}
            </select>
            ${e.examples.map(t=>o`
              <div class="example" data-example = '${t.exampleId}' style = "display: ${t.exampleId===e.selectedExample?"block":"none"}">
                ${t.exampleSummary&&t.exampleSummary.length>80?o`<div style="padding: 4px 0"> ${t.exampleSummary} </div>`:""}
                ${t.exampleDescription?o`<div class="m-markdown-small"  style="padding: 4px 0"> ${_(w(t.exampleDescription||""))} </div>`:""}
                ${t.exampleFormat==="json"?o`
                    <json-tree 
                      render-style = '${this.renderStyle}'
                      .data = '${t.exampleValue}'
                      exportparts = "btn:btn, btn-fill:btn-fill, btn-copy:btn-copy" 
                    ></json-tree>`:o`<pre>${t.exampleValue}</pre>`}
              </div>  
            `)}
          </span>  
        `}
    `:o`
        <pre style='color:var(--red)' class = '${this.renderStyle==="read"?"read example-panel border pad-8-16":"example-panel border-top"}'> No example provided </pre>
      `}mimeSchemaTemplate(e){return e?o`
      ${this.schemaStyle==="table"?o`
          <schema-table
            .data = "${e.schemaTree}"
            schema-expand-level = "${this.schemaExpandLevel}"
            schema-description-expanded = "${this.schemaDescriptionExpanded}"
            allow-schema-description-expand-toggle = "${this.allowSchemaDescriptionExpandToggle}"
            schema-hide-read-only = "${this.schemaHideReadOnly}"
            schema-hide-write-only = "${this.schemaHideWriteOnly}"
            exportparts = "schema-description:schema-description, schema-multiline-toggle:schema-multiline-toggle"
          > </schema-table> `:o`
          <schema-tree
            .data = '${e.schemaTree}'
            schema-expand-level = "${this.schemaExpandLevel}"
            schema-description-expanded = "${this.schemaDescriptionExpanded}"
            allow-schema-description-expand-toggle = "${this.allowSchemaDescriptionExpandToggle}"
            schema-hide-read-only = "${this.schemaHideReadOnly}"
            schema-hide-write-only = "${this.schemaHideWriteOnly}"
            exportparts = "schema-description:schema-description, schema-multiline-toggle:schema-multiline-toggle"
          > </schema-tree>`}`:o`
        <pre style='color:var(--red)' class = '${this.renderStyle==="read"?"border pad-8-16":"border-top"}'> Schema not found</pre>
      `}};customElements.define("api-response",er);function vi(r){let e=new w.Renderer;return e.heading=((t,a,s,i)=>`<h${a} class="observe-me" id="${r}--${i.slug(s)}">${t}</h${a}>`),e}function $i(r){let e=r.target.closest(".tag-container").querySelector(".tag-description"),t=r.target.closest(".tag-container").querySelector(".tag-icon");e&&t&&(e.classList.contains("expanded")?(e.style.maxHeight=0,e.classList.replace("expanded","collapsed"),t.classList.replace("expanded","collapsed")):(e.style.maxHeight=`${e.scrollHeight}px`,e.classList.replace("collapsed","expanded"),t.classList.replace("collapsed","expanded")))}function tr(r,e="",t=""){let a=new Set;for(let l in r.responses)for(let p in r.responses[l]?.content)a.add(p.trim());let s=[...a].join(", "),i=this.resolvedSpec.securitySchemes.filter(l=>l.finalKeyValue&&r.security?.some(p=>l.securitySchemeId in p))||[],n=this.resolvedSpec.securitySchemes.find(l=>l.securitySchemeId===le&&l.value!=="-");n&&i.push(n);let c=r.xCodeSamples?it.call(this,r.xCodeSamples):"";return o`
    ${this.renderStyle==="read"?o`<div class='divider' part="operation-divider"></div>`:""}
    <div class='expanded-endpoint-body observe-me ${r.method} ${r.deprecated?"deprecated":""} ' part="section-operation ${r.elementId}" id='${r.elementId}'>
      ${this.renderStyle==="focused"&&e!=="General \u2982"?o`
          <div class="tag-container" part="section-operation-tag"> 
            <span class="upper" style="font-weight:bold; font-size:18px;"> ${e} </span>
            ${t?o`
                <svg class="tag-icon collapsed" width="24" height="24" viewBox="0 0 24 24" stroke-width="2" fill="none" style="stroke:var(--primary-color); vertical-align:top; cursor:pointer"
                @click="${l=>{$i.call(this,l)}}"
                >
                  <path d="M12 20h-6a2 2 0 0 1 -2 -2v-12a2 2 0 0 1 2 -2h8"></path><path d="M18 4v17"></path><path d="M15 18l3 3l3 -3"></path>
                </svg>
                <div class="tag-description collapsed" style="max-height:0px; overflow:hidden; margin-top:16px; border:1px solid var(--border-color)"> 
                  <div class="m-markdown" style="padding:8px"> ${_(w(t))}</div>  
                </div>`:""}  
          </div>
        `:""}
      ${r.deprecated?o`<div class="bold-text red-text"> DEPRECATED </div>`:""}
      ${o`
        ${r.xBadges&&r.xBadges?.length>0?o`
            <div style="display:flex; flex-wrap:wrap; margin-bottom: -24px; font-size: var(--font-size-small);">
              ${r.xBadges.map(l=>l.color==="none"?"":o`<span style="margin:1px; margin-right:5px; padding:1px 8px; font-weight:bold; border-radius:12px;  background-color: var(--light-${l.color}, var(--input-bg)); color:var(--${l.color}); border:1px solid var(--${l.color})">${l.label}</span>`)}
            </div>
            `:""}
        <h2 part="section-operation-summary"> ${r.shortSummary||`${r.method.toUpperCase()} ${r.path}`}</h2>
        ${r.isWebhook?o`<span part="section-operation-webhook" style="color:var(--primary-color); font-weight:bold; font-size: var(--font-size-regular);"> WEBHOOK </span>`:o`
            <div part="section-operation-webhook-method" class="mono-font regular-font-size" style="text-align:left; direction:ltr; padding: 8px 0; color:var(--fg3)"> 
              <span part="label-operation-method" class="regular-font upper method-fg bold-text ${r.method}">${r.method}</span> 
              <span part="label-operation-path">${r.path}</span>
            </div>
          `}
        <slot name="${r.elementId}"></slot>`}
      ${r.description?o`<div class="m-markdown"> ${_(w(r.description))}</div>`:""}
      ${Ht.call(this,r.security)}
      ${r.externalDocs?.url||r.externalDocs?.description?o`<div style="background-color:var(--bg3); padding:2px 8px 8px 8px; margin:8px 0; border-radius:var(--border-radius)"> 
            <div class="m-markdown"> ${_(w(r.externalDocs?.description||""))} </div>
            ${r.externalDocs?.url?o`<a style="font-family:var(--font-mono); font-size:var(--font-size-small)" href="${r.externalDocs?.url}" target="_blank">
                  ${r.externalDocs?.url} <div style="transform: rotate(270deg) scale(1.5); display: inline-block; margin-left:5px">⇲</div>
                </a>`:""}
          </div>`:""}
      ${c}
      <div class='expanded-req-resp-container'>
        <api-request
          class = "${this.renderStyle}-mode"
          style = "width:100%;"
          webhook = "${r.isWebhook}"
          method = "${r.method}"
          path = "${r.path}"
          .security = "${r.security}"
          .parameters = "${r.parameters}"
          .request_body = "${r.requestBody}"
          .api_keys = "${i}"
          .servers = "${r.servers}"
          server-url = "${r.servers?.[0]?.url||this.selectedServer?.computedUrl}"
          fill-request-fields-with-example = "${this.fillRequestFieldsWithExample}"
          allow-try = "${this.allowTry}"
          show-curl-before-try = "${this.showCurlBeforeTry}"
          accept = "${s}"
          render-style="${this.renderStyle}" 
          schema-style = "${this.schemaStyle}"
          active-schema-tab = "${this.defaultSchemaTab}"
          schema-expand-level = "${this.schemaExpandLevel}"
          schema-description-expanded = "${this.schemaDescriptionExpanded}"
          allow-schema-description-expand-toggle = "${this.allowSchemaDescriptionExpandToggle}"
          schema-hide-read-only = "${this.schemaHideReadOnly==="never"||r.isWebhook?"false":"true"}"
          schema-hide-write-only = "${this.schemaHideWriteOnly==="never"?"false":r.isWebhook?"true":"false"}"
          fetch-credentials = "${this.fetchCredentials}"
          exportparts = "wrap-request-btn:wrap-request-btn, btn:btn, btn-fill:btn-fill, btn-outline:btn-outline, btn-try:btn-try, btn-clear:btn-clear, btn-clear-resp:btn-clear-resp,
            tab-panel:tab-panel, tab-btn:tab-btn, tab-btn-row:tab-btn-row, tab-coontent:tab-content, 
            file-input:file-input, textbox:textbox, textbox-param:textbox-param, textarea:textarea, textarea-param:textarea-param, 
            anchor:anchor, anchor-param-example:anchor-param-example, schema-description:schema-description, schema-multiline-toggle:schema-multiline-toggle"
        > </api-request>

        ${r.callbacks?nt.call(this,r.callbacks):""}

        <api-response
          class = "${this.renderStyle}-mode"
          style = "width:100%;"
          webhook = "${r.isWebhook}"
          .responses = "${r.responses}"
          render-style = "${this.renderStyle}"
          schema-style = "${this.schemaStyle}"
          active-schema-tab = "${this.defaultSchemaTab}"
          schema-expand-level = "${this.schemaExpandLevel}"
          schema-description-expanded = "${this.schemaDescriptionExpanded}"
          allow-schema-description-expand-toggle = "${this.allowSchemaDescriptionExpandToggle}"
          schema-hide-read-only = "${this.schemaHideReadOnly==="never"?"false":r.isWebhook?"true":"false"}"
          schema-hide-write-only = "${this.schemaHideWriteOnly==="never"||r.isWebhook?"false":"true"}"
          selected-status = "${Object.keys(r.responses||{})[0]||""}"
          exportparts = "btn:btn, btn-response-status:btn-response-status, btn-selected-response-status:btn-selected-response-status, btn-fill:btn-fill, btn-copy:btn-copy,
            tab-panel:tab-panel, tab-btn:tab-btn, tab-btn-row:tab-btn-row, tab-coontent:tab-content, 
            schema-description:schema-description, schema-multiline-toggle:schema-multiline-toggle"
        > </api-response>
      </div>
    </div>
  `}function Lr(){return this.resolvedSpec?o`
  ${this.resolvedSpec.tags.map(r=>o`
    <section id="${r.elementId}" part="section-tag" class="regular-font section-gap--read-mode observe-me" style="border-top:1px solid var(--primary-color);">
      <div class="title tag" part="section-tag-title label-tag-title">${r.displayName||r.name}</div>
      <slot name="${r.elementId}"></slot>
      <div class="regular-font-size">
      ${_(`
          <div class="m-markdown regular-font">
          ${w(r.description||"",this.infoDescriptionHeadingsInNavBar==="true"?{renderer:vi(r.elementId)}:void 0)}
        </div>`)}
      </div>
    </section>
    <section class="regular-font section-gap--read-mode" part="section-operations-in-tag">
      ${r.paths.map(e=>tr.call(this,e))}
    </section>
    `)}
`:""}function wi(r){return o`
  <div class='divider'></div>
  <div class='expanded-endpoint-body observe-me ${r.name}' id='cmp--${r.id}' >
    <div style="font-weight:bold"> ${r.name} <span style="color:var(--light-fg); font-size:var(--font-size-small); font-weight:400;"> Schema </span></div>
  ${this.schemaStyle==="table"?o`
      <schema-table
        .data = '${F(r.component,{})}'
        schema-expand-level = "${this.schemaExpandLevel}"
        schema-description-expanded = "${this.schemaDescriptionExpanded}"
        allow-schema-description-expand-toggle = "${this.allowSchemaDescriptionExpandToggle}"
        schema-hide-read-only = "false"
        schema-hide-write-only = "${this.schemaHideWriteOnly}"
        exportparts = "schema-description:schema-description, schema-multiline-toggle:schema-multiline-toggle"
      > </schema-table>`:o`
      <schema-tree
        .data = '${F(r.component,{})}'
        schema-expand-level = "${this.schemaExpandLevel}"
        schema-description-expanded = "${this.schemaDescriptionExpanded}"
        allow-schema-description-expand-toggle = "${this.allowSchemaDescriptionExpandToggle}"
        schema-hide-read-only = "false"
        schema-hide-write-only = "${this.schemaHideWriteOnly}"
        exportparts = "schema-description:schema-description, schema-multiline-toggle:schema-multiline-toggle"
      > </schema-tree>`}
  </div>`}function ki(r,e){return r.id.indexOf("schemas-")!==-1?wi.call(this,r):o`
  <div class='divider'></div>
  <div class='expanded-endpoint-body observe-me ${r.name}' id='cmp--${r.id}' >
    ${o`
      <div style="font-weight:bold"> ${r.name} <span style="color:var(--light-fg); font-size:var(--font-size-small); font-weight:400"> ${e} </span> </div>
      ${r.component?o`
      <div class='mono-font regular-font-size' style='padding: 8px 0; color:var(--fg2)'> 
        <json-tree class="border tree" render-style='${this.renderStyle}' .data="${r.component}"> </json-tree>
      </div>`:""}
    `}
  </div>
  `}function zr(){return this.resolvedSpec?o`
  ${this.resolvedSpec.components.map(r=>o`
    <div id="cmp--${r.name.toLowerCase()}" class='regular-font section-gap--read-mode observe-me' style="border-top:1px solid var(--primary-color);">
      <div class="title tag">${r.name}</div>
      <div class="regular-font-size">
        ${_(`<div class='m-markdown regular-font'>${w(r.description?r.description:"")}</div>`)}
      </div>
    </div>
    <div class='regular-font section-gap--read-mode'>
      ${r.subComponents.filter(e=>e.expanded!==!1).map(e=>ki.call(this,e,r.name))}
    </div>
    `)}
`:""}function Si(){let r=new w.Renderer;return r.heading=((e,t,a,s)=>`<h${t} class="observe-me" id="overview--${s.slug(a)}">${e}</h${t}>`),r}function We(){return o`
    <section id="overview" part="section-overview"
      class="observe-me ${this.renderStyle==="view"?"section-gap":"section-gap--read-mode"}">
      ${this.resolvedSpec?.info?o`
          <div id="api-title" part="section-overview-title" style="font-size:32px">
            ${this.resolvedSpec.info.title}
            ${this.resolvedSpec.info.version?o`
              <span style = 'font-size:var(--font-size-small);font-weight:bold'>
                ${this.resolvedSpec.info.version}
              </span>`:""}
          </div>
          <div id="api-info" style="font-size:calc(var(--font-size-regular) - 1px); margin-top:8px;">
            ${this.resolvedSpec.info.contact?.email?o`<span>${this.resolvedSpec.info.contact.name||"Email"}: 
                <a href="mailto:${this.resolvedSpec.info.contact.email}" part="anchor anchor-overview">${this.resolvedSpec.info.contact.email}</a>
              </span>`:""}
            ${this.resolvedSpec.info.contact?.url?o`<span>URL: <a href="${this.resolvedSpec.info.contact.url}" part="anchor anchor-overview">${this.resolvedSpec.info.contact.url}</a></span>`:""}
            ${this.resolvedSpec.info.license?o`<span>License: 
                ${this.resolvedSpec.info.license.url?o`<a href="${this.resolvedSpec.info.license.url}" part="anchor anchor-overview">${this.resolvedSpec.info.license.name}</a>`:this.resolvedSpec.info.license.name} </span>`:""}
            ${this.resolvedSpec.info.termsOfService?o`<span><a href="${this.resolvedSpec.info.termsOfService}" part="anchor anchor-overview">Terms of Service</a></span>`:""}
            ${this.specUrl&&this.allowSpecFileDownload==="true"?o`
                <div style="display:flex; margin:12px 0; gap:8px; justify-content: start;">
                  <button class="m-btn thin-border" style="min-width:170px" part="btn btn-outline" @click='${r=>{qt(this.specUrl,"openapi-spec",r)}}'>Download OpenAPI spec</button>
                  ${this.specUrl?.trim().toLowerCase().endsWith("json")?o`<button class="m-btn thin-border" style="width:200px" part="btn btn-outline" @click='${r=>{Ft(this.specUrl,r)}}'>View OpenAPI spec (New Tab)</button>`:""}
                </div>`:""}
          </div>
          <slot name="overview"></slot>
          <div id="api-description">
          ${this.resolvedSpec.info.description?o`${_(`
                <div class="m-markdown regular-font">
                ${w(this.resolvedSpec.info.description,this.infoDescriptionHeadingsInNavBar==="true"?{renderer:Si()}:void 0)}
              </div>`)}`:""}
          </div>
        `:""}
    </section>
  `}function Pr(r){let e=this.resolvedSpec?.servers.find(t=>t.url===r);return e?(this.selectedServer=e,this.requestUpdate(),this.dispatchEvent(new CustomEvent("api-server-change",{bubbles:!0,composed:!0,detail:{selectedServer:e}})),!0):!1}function ss(r,e){let t=[...r.currentTarget.closest("table").querySelectorAll("input, select")],a=e.url;t.forEach(s=>{let i=new RegExp(`{${s.dataset.var}}`,"g");a=a.replace(i,s.value)}),e.computedUrl=a,this.requestUpdate()}function Ei(){return this.selectedServer&&this.selectedServer.variables?o`
    <div class="table-title">SERVER VARIABLES</div>
    <table class='m-table' role='presentation'>
      ${Object.entries(this.selectedServer.variables).map(r=>o`
        <tr>
          <td style="vertical-align: middle;" >${r[0]}</td>
          <td>
            ${r[1].enum?o`
            <select
              data-var = "${r[0]}"
              @input = ${e=>{ss.call(this,e,this.selectedServer)}}
            >
            ${Object.entries(r[1].enum).map(e=>r[1].default===e[1]?o`
              <option
                selected
                label = ${e[1]}
                value = ${e[1]}
              />`:o`
              <option
                label = ${e[1]}
                value = ${e[1]}
              />`)}
            </select>`:o`
            <input
              type = "text"
              part="textbox textbox-server-var"
              spellcheck = "false"
              data-var = "${r[0]}"
              value = "${r[1].default}"
              @input = ${e=>{ss.call(this,e,this.selectedServer)}}
            />`}
          </td>
        </tr>
        ${r[1].description?o`<tr><td colspan="2" style="border:none"><span class="m-markdown-small"> ${_(w(r[1].description))} </span></td></tr>`:""}
      `)}
    </table>
    `:""}function ft(){return!this.resolvedSpec||this.resolvedSpec.specLoadError?"":o`
  <section id = 'servers' part="section-servers" style="text-align:left; direction:ltr; margin-top:24px; margin-bottom:24px;" class='regular-font observe-me ${"read focused".includes(this.renderStyle)?"section-gap--read-mode":"section-gap"}'>
    <div part = "section-servers-title" class = "sub-title">API SERVER</div>
    <div class = 'mono-font' style='margin: 12px 0; font-size:calc(var(--font-size-small) + 1px);'>
      ${!this.resolvedSpec.servers||this.resolvedSpec.servers?.length===0?"":o`
          ${this.resolvedSpec?.servers.map((r,e)=>o`
            <input type = 'radio'
              name = 'api_server'
              id = 'srvr-opt-${e}'
              value = '${r.url}'
              @change = ${()=>{Pr.call(this,r.url)}}
              .checked = '${this.selectedServer.url===r.url}'
              style = 'margin:4px 0; cursor:pointer'
            />
              <label style='cursor:pointer' for='srvr-opt-${e}'>
                ${r.url} ${r.description?o`- <span class='regular-font'>${r.description} </span>`:""}
              </label>
            <br/>
          `)}
      `}
      <div class="table-title primary-text" part="label-selected-server"> SELECTED: ${this.selectedServer?.computedUrl||"none"}</div>
    </div>
    <slot name="servers"></slot>
    ${Ei.call(this)}
  </section>`}function Br(r,e="toggle"){let t=r?.closest(".nav-bar-tag-and-paths"),a=t?.querySelector(".nav-bar-paths-under-tag");if(t){let s=t.classList.contains("expanded");s&&(e==="toggle"||e==="collapse")?(a.style.maxHeight=0,t.classList.replace("expanded","collapsed")):!s&&(e==="toggle"||e==="expand")&&(t.classList.replace("collapsed","expanded"),a.style.maxHeight=`${a.scrollHeight}px`)}}function Ai(r,e="expand-all"){if(!(r.type==="click"||r.type==="keyup"&&r.keyCode===13))return;let a=[...r.target.closest(".nav-scroll").querySelectorAll(".nav-bar-tag-and-paths")];e==="expand-all"?a.forEach(s=>{let i=s.querySelector(".nav-bar-paths-under-tag");s.classList.replace("collapsed","expanded"),i.style.maxHeight=`${i?.scrollHeight}px`}):a.forEach(s=>{s.classList.replace("expanded","collapsed"),s.querySelector(".nav-bar-paths-under-tag").style.maxHeight=0})}function is(r){if(!(r.type==="click"||r.type==="keyup"&&r.keyCode===13))return;let e=r.target;r.stopPropagation(),e.dataset?.action==="navigate"?this.scrollToEventTarget(r,!1):e.dataset?.action==="expand-all"||e.dataset?.action==="collapse-all"?Ai(r,e.dataset.action):e.dataset?.action==="expand-collapse-tag"&&Br(e,"toggle")}function Dr(){return!this.resolvedSpec||this.resolvedSpec.specLoadError?o`
      <nav class='nav-bar' part='section-navbar'>
        <slot name='nav-logo' class='logo'></slot>
      </nav>
    `:o`
  <nav class='nav-bar ${this.renderStyle}' part='section-navbar'>
    <slot name='nav-logo' class='logo'></slot>
    ${this.allowSearch==="false"&&this.allowAdvancedSearch==="false"?"":o`
        <div style='display:flex; flex-direction:row; justify-content:center; align-items:stretch; padding:8px 24px 12px 24px; ${this.allowAdvancedSearch==="false"?"border-bottom: 1px solid var(--nav-hover-bg-color)":""}' part='section-navbar-search'>
          ${this.allowSearch==="false"?"":o`
              <div style = 'display:flex; flex:1; line-height:22px;'>
                <input id = 'nav-bar-search' 
                  part = 'textbox textbox-nav-filter'
                  style = 'width:100%; padding-right:20px; color:var(--nav-hover-text-color); border-color:var(--nav-accent-color); background-color:var(--nav-hover-bg-color)'
                  type = 'text'
                  placeholder = 'Filter' 
                  @change = '${this.onSearchChange}'
                  spellcheck = 'false'
                >
                <div style='margin: 6px 5px 0 -24px; font-size:var(--font-size-regular); cursor:pointer;'>&#x21a9;</div>
              </div>  
              ${this.searchVal?o`
                  <button @click = '${this.onClearSearch}' class='m-btn thin-border' style='margin-left:5px; color:var(--nav-text-color); width:75px; padding:6px 8px;' part='btn btn-outline btn-clear-filter'>
                    CLEAR
                  </button>`:""}
            `}
          ${this.allowAdvancedSearch==="false"||this.searchVal?"":o`
              <button class='m-btn primary' part='btn btn-fill btn-search' style='margin-left:5px; padding:6px 8px; width:75px' @click='${this.onShowSearchModalClicked}'>
                SEARCH
              </button>
            `}
        </div>
      `}
    ${o`<nav class='nav-scroll' tabindex='-1' part='section-navbar-scroll' @click='${r=>is.call(this,r)}' @keyup='${r=>is.call(this,r)}' >
      ${this.showInfo==="false"||!this.resolvedSpec.info?"":o`
          ${this.infoDescriptionHeadingsInNavBar==="true"?o`
              ${this.resolvedSpec.infoDescriptionHeaders.length>0?o`<div class='nav-bar-info ${this.navActiveItemMarker}' id='link-overview' data-content-id='overview' data-action='navigate' tabindex='0' part='section-navbar-item section-navbar-overview'> 
                    ${this.resolvedSpec.info?.title?.trim()||"Overview"}
                  </div>`:""}
              <div class='overview-headers'>
                ${this.resolvedSpec.infoDescriptionHeaders.map(r=>o`
                  <div
                    class='nav-bar-h${r.depth} ${this.navActiveItemMarker}' 
                    id='link-overview--${new w.Slugger().slug(r.text)}'
                    data-action='navigate' 
                    data-content-id='overview--${new w.Slugger().slug(r.text)}' 
                  >
                    ${r.text}
                  </div>`)}
              </div>
              ${this.resolvedSpec.infoDescriptionHeaders.length>0?o`<hr style='border-top: 1px solid var(--nav-hover-bg-color); border-width:1px 0 0 0; margin: 15px 0 0 0'/>`:""}
            `:o`<div class='nav-bar-info ${this.navActiveItemMarker}' id='link-overview' data-action='navigate' data-content-id='overview' tabindex='0'> 
              ${this.resolvedSpec.info?.title?.trim()||"Overview"}
            </div>`}
        `}
    
      ${this.allowServerSelection==="false"?"":o`<div class='nav-bar-info ${this.navActiveItemMarker}' id='link-servers' data-action='navigate' data-content-id='servers' tabindex='0' part='section-navbar-item section-navbar-servers'> API Servers </div>`}
      ${this.allowAuthentication==="false"||!this.resolvedSpec.securitySchemes?"":o`<div class='nav-bar-info ${this.navActiveItemMarker}' id='link-auth' data-action='navigate' data-content-id='auth' tabindex='0' part='section-navbar-item section-navbar-auth'> Authentication </div>`}

      <div id='link-operations-top' class='nav-bar-section operations' data-action='navigate' data-content-id='${this.renderStyle==="focused"?"":"operations-top"}' part='section-navbar-item section-navbar-operations-top'>
        <div style='font-size:16px; display:flex; margin-left:10px;'>
          ${this.renderStyle==="focused"?o`
              <div class='nav-bar-expand-all'
                data-action='expand-all'
                tabindex='0' 
                title='Expand all'
              >▸</div>
              <div class='nav-bar-collapse-all'
                data-action='collapse-all'
                tabindex='0' 
                title='Collapse all'
              >▸</div>`:""}  
        </div>
        <div class='nav-bar-section-title'> OPERATIONS </div>
      </div>

      <!-- TAGS AND PATHS-->
      ${this.resolvedSpec.tags.filter(r=>r.paths.filter(e=>fe(this.searchVal,e,r.name)).length).map(r=>o`
          <div class='nav-bar-tag-and-paths ${this.renderStyle==="read"||r.expanded?"expanded":"collapsed"}' >
            ${r.name==="General \u2982"?o`<hr style='border:none; border-top: 1px dotted var(--nav-text-color); opacity:0.3; margin:-1px 0 0 0;'/>`:o`
                <div 
                  class='nav-bar-tag ${this.navActiveItemMarker}'
                  part='section-navbar-item section-navbar-tag'
                  id='link-${r.elementId}'
                  data-action='${this.renderStyle==="read"||this.onNavTagClick==="show-description"?"navigate":"expand-collapse-tag"}'
                  data-content-id='${(this.renderStyle==="read"?`${r.elementId}`:this.onNavTagClick==="show-description")?`${r.elementId}`:""}'
                  data-first-path-id='${r.firstPathId}'
                  tabindex='0'
                >
                  <div style="pointer-events:none;">${r.displayName||r.name}</div>
                  <div class='nav-bar-tag-icon' tabindex='0' data-action='expand-collapse-tag'></div>
                </div>
              `}
            ${this.infoDescriptionHeadingsInNavBar==="true"?o`
                ${this.renderStyle==="focused"&&this.onNavTagClick==="expand-collapse"?"":o`
                    <div class='tag-headers'>
                      ${r.headers.map(e=>o`
                      <div
                        class='nav-bar-h${e.depth} ${this.navActiveItemMarker}'
                        part='section-navbar-item section-navbar-h${e.depth}'
                        id='link-${r.elementId}--${new w.Slugger().slug(e.text)}'
                        data-action='navigate'
                        data-content-id='${r.elementId}--${new w.Slugger().slug(e.text)}'
                        tabindex='0'
                      > ${e.text}</div>`)}
                    </div>`}`:""}
            <div class='nav-bar-paths-under-tag' style='max-height:${r.expanded||this.renderStyle==="read"?(r.paths?.length||1)*50:0}px;'>
              <!-- Paths in each tag (endpoints) -->
              ${r.paths.filter(e=>this.searchVal?fe(this.searchVal,e,r.name):!0).map(e=>o`
              <div 
                class='nav-bar-path ${this.navActiveItemMarker} ${this.usePathInNavBar==="true"?"small-font":""}'
                part='section-navbar-item section-navbar-path'
                data-action='navigate'
                data-content-id='${e.elementId}'
                id='link-${e.elementId}'
                tabindex='0'
              >
                <span style = 'display:flex; pointer-events: none; align-items:start; ${e.deprecated?"filter:opacity(0.5)":""}'>
                  ${o`<span class='nav-method ${this.showMethodInNavBar} ${e.method}' style='pointer-events: none;'>
                      ${this.showMethodInNavBar==="as-colored-block"?e.method.substring(0,3).toUpperCase():e.method.toUpperCase()}
                    </span>`}
                  ${e.isWebhook?o`<span style='font-weight:bold; pointer-events: none; margin-right:8px; font-size: calc(var(--font-size-small) - 2px)'>WEBHOOK</span>`:""}
                  ${this.usePathInNavBar==="true"?o`<span style='pointer-events: none;' class='mono-font'>${e.path}</span>`:e.summary||e.shortSummary}
                </span>
              </div>`)}
            </div>
          </div>
        `)}

      <!-- COMPONENTS -->
      ${this.resolvedSpec.components&&this.showComponents==="true"&&this.renderStyle==="focused"?o`
          <div id='link-components' class='nav-bar-section components'>
            <div></div>
            <div class='nav-bar-section-title'>COMPONENTS</div>
          </div>
          ${this.resolvedSpec.components.map(r=>r.subComponents.length?o`
              <div class='nav-bar-tag'
                part='section-navbar-item section-navbar-tag'
                data-action='navigate' 
                data-content-id='cmp--${r.name.toLowerCase()}' 
                id='link-cmp--${r.name.toLowerCase()}'
              >
                ${r.name}
              </div>
              ${r.subComponents.filter(e=>e.expanded!==!1).map(e=>o`
                <div class='nav-bar-path' data-action='navigate' data-content-id='cmp--${e.id}' id='link-cmp--${e.id}'>
                  <span style = 'pointer-events: none;'> ${e.name} </span>
                </div>`)}`:"")}`:""}
    </nav>`}
</nav>
`}function Ti(r){let e=new w.Renderer;return e.heading=((t,a,s,i)=>`<h${a} class="observe-me" id="${r}--${i.slug(s)}">${t}</h${a}>`),e}function mt(r){return o`
    <div class='regular-font section-gap--focused-mode' part="section-operations-in-tag">
      ${r}
    </div>`}function ns(){if(this.showInfo==="true")return mt(We.call(this));let r=this.resolvedSpec.tags[0],e=this.resolvedSpec.tags[0]?.paths[0];return mt(r&&e?tr.call(this,e,r.name):"")}function Ci(r){return o`
    <h1 id="${r.elementId}">${r.displayName||r.name}</h1>
    ${this.onNavTagClick==="show-description"&&r.description?o`
        <div class="m-markdown">
          ${_(`
            <div class="m-markdown regular-font">
              ${w(r.description||"",this.infoDescriptionHeadingsInNavBar==="true"?{renderer:Ti(r.elementId)}:void 0)}
            </div>`)}
        </div>`:""}
  `}function qr(){if(!this.focusedElementId||!this.resolvedSpec)return;let r=this.focusedElementId,e=null,t=null,a,s=0;if(r.startsWith("overview")&&this.showInfo==="true")a=We.call(this);else if(r==="auth"&&this.allowAuthentication==="true")a=st.call(this);else if(r==="servers"&&this.allowServerSelection==="true")a=ft.call(this);else if(r==="operations-top")a=o`
    <div id="operations-top" class="observe-me">
      <slot name="operations-top"></slot>
    </div>`;else if(r.startsWith("cmp--")&&this.showComponents==="true")a=zr.call(this);else if(r.startsWith("tag--")){let i=r.indexOf("--",4)>0?r.substring(0,r.indexOf("--",5)):r;t=this.resolvedSpec.tags.find(n=>n.elementId===i),t?a=mt.call(this,Ci.call(this,t)):a=ns.call(this)}else{for(s=0;s<this.resolvedSpec.tags.length&&(t=this.resolvedSpec.tags[s],e=this.resolvedSpec.tags[s].paths.find(i=>`${i.elementId}`===r),!e);s+=1);if(e){let i=this.shadowRoot.getElementById(`link-${r}`);Br(i,"expand"),a=mt.call(this,tr.call(this,e,t.name||"",t.description||""))}else a=ns.call(this)}return a}function Ri(r){if(r.expanded)r.expanded=!1,this.updateRoute==="true"&&this.replaceHistoryState("");else if(r.expanded=!0,this.updateRoute==="true"){let e=`${this.routePrefix||"#"}${r.elementId}`;window.location.hash!==e&&this.replaceHistoryState(r.elementId)}this.requestUpdate()}function Oi(r,e="expand-all"){let t=[...r.querySelectorAll(".section-tag")];e==="expand-all"?t.map(a=>{a.classList.replace("collapsed","expanded")}):t.map(a=>{a.classList.replace("expanded","collapsed")})}function os(r,e="expand-all"){Oi.call(this,r.target.closest(".operations-root"),e)}function ls(r,e=!1){return o`
  <summary @click="${t=>{Ri.call(this,r,t)}}" part="section-endpoint-head-${r.expanded?"expanded":"collapsed"}" class='endpoint-head ${r.method} ${r.deprecated?"deprecated":""} ${e||r.expanded?"expanded":"collapsed"}'>
    <div part="section-endpoint-head-method" class="method ${r.method} ${r.deprecated?"deprecated":""}"> ${r.method} </div> 
    <div  part="section-endpoint-head-path" class="path ${r.deprecated?"deprecated":""}"> 
      ${r.path} 
      ${r.isWebhook?o`<span style="font-family: var(--font-regular); font-size: var(--); font-size: var(--font-size-small); color:var(--primary-color); margin-left: 16px"> Webhook</span>`:""}
    </div>
    ${r.deprecated?o`
        <span style="font-size:var(--font-size-small); text-transform:uppercase; font-weight:bold; color:var(--red); margin:2px 0 0 5px;"> 
          deprecated 
        </span>`:""}
    ${this.showSummaryWhenCollapsed?o`
        <div class="only-large-screen" style="min-width:60px; flex:1"></div>
        <div part="section-endpoint-head-description" class="descr">${r.summary||r.shortSummary} </div>`:""}
  </summary>
  `}function cs(r){let e=new Set;for(let n in r.responses)for(let c in r.responses[n]?.content)e.add(c.trim());let t=[...e].join(", "),a=this.resolvedSpec.securitySchemes.filter(n=>n.finalKeyValue&&r.security?.some(c=>n.securitySchemeId in c))||[],s=this.resolvedSpec.securitySchemes.find(n=>n.securitySchemeId===le&&n.value!=="-");s&&a.push(s);let i=r.xCodeSamples?it(r.xCodeSamples):"";return o`
  <div part="section-endpoint-body-${r.expanded?"expanded":"collapsed"}" class='endpoint-body ${r.method} ${r.deprecated?"deprecated":""}'>
    <div class="summary">
      ${r.summary?o`<div class="title" part="section-endpoint-body-title">${r.summary}</div>`:r.shortSummary!==r.description?o`<div class="title" part="section-endpoint-body-title">${r.shortSummary}</div>`:""}
      ${r.xBadges&&r.xBadges?.length>0?o`
          <div style="display:flex; flex-wrap:wrap;font-size: var(--font-size-small);">
            ${r.xBadges.map(n=>n.color==="none"?"":o`<span part="endpoint-badge" style="margin:1px; margin-right:5px; padding:1px 8px; font-weight:bold; border-radius:12px;  background-color: var(--light-${n.color}, var(--input-bg)); color:var(--${n.color}); border:1px solid var(--${n.color})">${n.label}</span>`)}
          </div>
          `:""}

      ${r.description?o`<div part="section-endpoint-body-description" class="m-markdown"> ${_(w(r.description))}</div>`:""}
      ${r.externalDocs?.url||r.externalDocs?.description?o`<div style="background-color:var(--bg3); padding:2px 8px 8px 8px; margin:8px 0; border-radius:var(--border-radius)"> 
            <div class="m-markdown"> ${_(w(r.externalDocs?.description||""))} </div>
            ${r.externalDocs?.url?o`<a style="font-family:var(--font-mono); font-size:var(--font-size-small)" href="${r.externalDocs?.url}" target="_blank"> 
                  ${r.externalDocs?.url} <div style="transform: rotate(270deg) scale(1.5); display: inline-block; margin-left:5px">⇲</div>
                </a>`:""}
          </div>`:""}
      <slot name="${r.elementId}"></slot>
      ${Ht.call(this,r.security)}
      ${i}
    </div>  
    <div class='req-resp-container'> 
      <div style="display:flex; flex-direction:column" class="view-mode-request ${this.layout}-layout">
        <api-request
          class = "${this.renderStyle}-mode ${this.layout}-layout"
          style = "width:100%;"
          webhook = "${r.isWebhook}"
          method = "${r.method}"
          path = "${r.path}"
          .security = "${r.security}"
          .parameters = "${r.parameters}"
          .request_body = "${r.requestBody}"
          .api_keys = "${a}"
          .servers = "${r.servers}" 
          server-url = "${r.servers&&r.servers.length>0?r.servers[0].url:this.selectedServer?.computedUrl}" 
          active-schema-tab = "${this.defaultSchemaTab}"
          fill-request-fields-with-example = "${this.fillRequestFieldsWithExample}"
          allow-try = "${this.allowTry}"
          show-curl-before-try = "${this.showCurlBeforeTry}"
          accept = "${t}"
          render-style="${this.renderStyle}" 
          schema-style = "${this.schemaStyle}" 
          schema-expand-level = "${this.schemaExpandLevel}"
          schema-description-expanded = "${this.schemaDescriptionExpanded}"
          allow-schema-description-expand-toggle = "${this.allowSchemaDescriptionExpandToggle}"
          schema-hide-read-only = "${this.schemaHideReadOnly==="never"||r.isWebhook?"false":"true"}"
          schema-hide-write-only = "${this.schemaHideWriteOnly==="never"?"false":r.isWebhook?"true":"false"}"
          fetch-credentials = "${this.fetchCredentials}"
          exportparts = "wrap-request-btn:wrap-request-btn, btn:btn, btn-fill:btn-fill, btn-outline:btn-outline, btn-try:btn-try, btn-clear:btn-clear, btn-clear-resp:btn-clear-resp,
            tab-panel:tab-panel, tab-btn:tab-btn, tab-btn-row:tab-btn-row, tab-coontent:tab-content, 
            file-input:file-input, textbox:textbox, textbox-param:textbox-param, textarea:textarea, textarea-param:textarea-param, 
            anchor:anchor, anchor-param-example:anchor-param-example, schema-description:schema-description, schema-multiline-toggle:schema-multiline-toggle"
          > </api-request>

          ${r.callbacks?nt.call(this,r.callbacks):""}
        </div>  

        <api-response
          class = "${this.renderStyle}-mode"
          style = "width:100%;"
          webhook = "${r.isWebhook}"
          .responses="${r.responses}"
          active-schema-tab = "${this.defaultSchemaTab}" 
          render-style="${this.renderStyle}" 
          schema-style="${this.schemaStyle}"
          schema-expand-level = "${this.schemaExpandLevel}"
          schema-description-expanded = "${this.schemaDescriptionExpanded}"
          allow-schema-description-expand-toggle = "${this.allowSchemaDescriptionExpandToggle}"
          schema-hide-read-only = "${this.schemaHideReadOnly==="never"?"false":r.isWebhook?"true":"false"}"
          schema-hide-write-only = "${this.schemaHideWriteOnly==="never"||r.isWebhook?"false":"true"}"
          selected-status = "${Object.keys(r.responses||{})[0]||""}"
          exportparts = "btn:btn, btn-fill:btn-fill, btn-outline:btn-outline, btn-try:btn-try, file-input:file-input, 
            textbox:textbox, textbox-param:textbox-param, textarea:textarea, textarea-param:textarea-param, anchor:anchor, anchor-param-example:anchor-param-example, btn-clear-resp:btn-clear-resp,
            tab-panel:tab-panel, tab-btn:tab-btn, tab-btn-row:tab-btn-row, tab-coontent:tab-content, 
            schema-description:schema-description, schema-multiline-toggle:schema-multiline-toggle"
        > </api-response>
      </div>
  </div>`}function Fr(r=!1,e=!1){return this.resolvedSpec?o`
    ${r?"":o`
        <div style="display:flex; justify-content:flex-end;"> 
          <span @click="${t=>os(t,"expand-all")}" style="color:var(--primary-color); cursor:pointer;">
            Expand all
          </span> 
          &nbsp;|&nbsp; 
          <span @click="${t=>os(t,"collapse-all")}" style="color:var(--primary-color); cursor:pointer;" >
            Collapse all
          </span> 
          &nbsp; sections
        </div>`}
    ${this.resolvedSpec.tags.map(t=>o`
      ${r?o`
          <div class='section-tag-body'>
          ${t.paths.filter(a=>this.searchVal?fe(this.searchVal,a,t.name):!0).map(a=>o`
            <section id='${a.elementId}' class='m-endpoint regular-font ${a.method} ${e||a.expanded?"expanded":"collapsed"}'>
              ${ls.call(this,a,e)}      
              ${e||a.expanded?cs.call(this,a):""}
            </section>`)}
          </div>
        `:o` 
          <div class='regular-font section-gap section-tag ${t.expanded?"expanded":"collapsed"}'> 
            <div class='section-tag-header' @click="${()=>{t.expanded=!t.expanded,this.requestUpdate()}}">
              <div id='${t.elementId}' class="sub-title tag" style="color:var(--primary-color)">${t.displayName||t.name}</div>
            </div>
            <div class='section-tag-body'>
              <slot name="${t.elementId}"></slot>
              <div class="regular-font regular-font-size m-markdown" style="padding-bottom:12px">
                ${_(w(t.description||""))}
              </div>
              ${t.paths.filter(a=>this.searchVal?fe(this.searchVal,a,t.name):!0).map(a=>o`
                <section part="section-endpoint" id='${a.elementId}' class='m-endpoint regular-font ${a.method} ${e||a.expanded?"expanded":"collapsed"}'>
                  ${ls.call(this,a,e)}      
                  ${e||a.expanded?cs.call(this,a):""}
                </section>`)}
            </div>
          </div>
        `}
  `)}`:""}function Hr(r){return o`
  <div style=${r}>
    <svg viewBox="1 0 511 512">
      <path d="M351 411a202 202 0 01-350 0 203 203 0 01333-24 203 203 0 0117 24zm0 0" fill="#adc165"/>
      <path d="M334 387a202 202 0 01-216-69 202 202 0 01216 69zm78 32H85a8 8 0 01-8-8 8 8 0 018-8h327a8 8 0 017 8 8 8 0 01-7 8zm0 0" fill="#99aa52"/>
      <path d="M374 338l-5 30a202 202 0 01-248-248 203 203 0 01253 218zm0 0" fill="#ffc73b"/>
      <path d="M374 338a202 202 0 01-100-197 203 203 0 01100 197zm38 81l-6-2-231-231a8 8 0 0111-11l231 230a8 8 0 01-5 14zm0 0" fill="#efb025"/>
      <path d="M311 175c0 75 40 140 101 175a202 202 0 000-350 202 202 0 00-101 175zm0 0" fill="#ff903e"/>
      <path d="M412 419a8 8 0 01-8-8V85a8 8 0 0115 0v326a8 8 0 01-7 8zm0 0" fill="#e87425"/>
    </svg>
  </div>    
`}function Nr(){return o`
  <header class="row main-header regular-font" part="section-header" style="padding:8px 4px 8px 4px;min-height:48px;">
    <div class="only-large-screen-flex" style="align-items: center;">
      <slot name="logo" class="logo" part="section-logo">
        ${Hr("height:36px;width:36px;margin-left:5px")}
        <!-- m-logo style="height:36px;width:36px;margin-left:5px"></m-logo -->
      </slot>  
      <div class="header-title" part="label-header-title">${this.headingText}</div>
    </div>  
    <div style="margin: 0px 8px;display:flex;flex:1">
      ${this.allowSpecUrlLoad==="false"?"":o`
          <input id="spec-url" 
            type="text" 
            style="font-size:var(--font-size-small)" 
            class="header-input mono-font"
            part="textbox textbox-spec-url" 
            placeholder="Spec URL" 
            value="${this.specUrl||""}" 
            @change="${this.onSpecUrlChange}" 
            spellcheck="false"
          >
          <div style="margin: 6px 5px 0 -24px; font-size:var(--font-size-regular); cursor:pointer;">&#x21a9;</div> 
        `} 
      ${this.allowSpecFileLoad==="false"?"":o`
          <input id="spec-file" 
            part = "file-input"
            type="file" 
            style="display:none" 
            value="${this.specFile||""}" 
            @change="${this.onSpecFileChange}" 
            spellcheck="false"
           >
          <button class="m-btn primary only-large-screen" style="margin-left:10px;" part="btn btn-fill" @click="${this.onFileLoadClick}"> LOCAL JSON FILE </button>
        `}
      <slot name="header"></slot>
      ${this.allowSearch==="false"||"read focused".includes(this.renderStyle)?"":o`  
          <input id="search" class="header-input" type="text" part="textbox textbox-header-filter" placeholder="Filter" @change="${this.onSearchChange}" style="max-width:130px;margin-left:10px;" spellcheck="false" >
          <div style="margin: 6px 5px 0 -24px; font-size:var(--font-size-regular); cursor:pointer;">&#x21a9;</div>
        `}
      
      ${this.allowAdvancedSearch==="false"||"read focused".includes(this.renderStyle)?"":o`
          <button class="m-btn primary only-large-screen" part="btn btn-fill btn-search" style="margin-left:10px;" @click="${this.onShowSearchModalClicked}">
            Search
          </button>
        `}
    </div>
    </header>`}var ps=I`
  *, *:before, *:after { box-sizing: border-box; }

  .dialog-box-overlay {
    background-color: var(--overlay-bg);
    position: fixed;
    left: 0;
    top: 0;
    width: 100vw;
    height: 100vh;
    overflow: hidden;
    z-index: var(--dialog-z-index);
  }
  
  .dialog-box {
    position: fixed;
    top: 100px;
    left: 50%;
    transform: translate(-50%, 0%);
    display: flex;
    flex-direction: column;
    width: 70vw;
    background-color: var(--bg2);
    color: var(--fg2);
    border-radius: 4px;
    max-height: 500px;
    overflow: hidden;
    border: 1px solid var(--border-color);
    box-shadow: 0 14px 28px rgba(0,0,0,0.25), 0 10px 10px rgba(0,0,0,0.22);
  }
  
  .dialog-box-header {
    position: sticky;
    top: 0;
    align-self: stretch;
    display: flex;
    align-items: center;
    padding: 0px 16px;
    min-height: 60px;
    max-height: 60px;
    border-bottom: 1px solid var(--light-border-color);
    overflow: hidden;
  }
  
  .dialog-box-header button {
    font-size: 1.5rem;
    font-weight: 700;
    line-height: 1;
    color: var(--fg);
    border: none;
    outline: none;
    background-color: transparent;
    cursor:pointer;
    border: 1px solid transparent;
    border-radius: 50%;
    margin-right: -8px;
  }
  .dialog-box-header button:hover {
    border-color: var(--primary-color);
  }

  .dialog-box-content {
    padding: 16px;
    display:block;
    overflow: auto;
    height: 100%;
  }

  .dialog-box-title {
    flex-grow: 1;
    font-size:24px;
  }
`;var rr=class extends N{static get properties(){return{heading:{type:String,attribute:"heading"},show:{type:String,attribute:"show"}}}static get styles(){return[ps]}connectedCallback(){super.connectedCallback(),document.addEventListener("keydown",e=>{e.code==="Escape"&&this.onClose()})}attributeChangedCallback(e,t,a){t!==a&&(e==="heading"&&(this.heading=a),e==="show"&&(this.show=a,a==="true"&&document.dispatchEvent(new CustomEvent("open",{bubbles:!0,composed:!0,detail:this})))),super.attributeChangedCallback(e,t,a)}render(){return o`
    ${this.show==="true"?o`
        <div class="dialog-box-overlay">
          <div class="dialog-box">
            <header class="dialog-box-header">
              <span class="dialog-box-title">${this.heading}</span>
              <button type="button" @click="${this.onClose}">&times;</button>
            </header>
            <div class="dialog-box-content">
              <slot></slot>
            </div>
          </div>
        </div>`:""}`}onClose(){document.dispatchEvent(new CustomEvent("close",{bubbles:!0,composed:!0}))}};customElements.define("dialog-box",rr);function Ur(){return document.addEventListener("close",()=>{this.showAdvancedSearchDialog=!1}),document.addEventListener("open",this.onOpenSearchDialog),o`
    <dialog-box 
      heading="Search" 
      show="${!!this.showAdvancedSearchDialog}"
    >
      <span class="advanced-search-options">
        <input
          id="input-advanced-search-dialog"
          style="width:100%; padding-right:20px;"
          type="text"
          part="textbox textbox-search-dialog"
          placeholder="search text..."
          spellcheck="false"
          @keyup = "${r=>this.onAdvancedSearch(r,400)}"
        >
        <div style="display:flex; margin:8px 0 24px;">
          <div>
            <input style="cursor:pointer;" type="checkbox" part="checkbox checkbox-search-dialog" id="search-api-path" checked @change = "${r=>this.onAdvancedSearch(r,0)}">
            <label for="search-api-path" style="cursor:pointer;"> API Path </label>
            </div>
          <div style="margin-left: 16px;">
            <input style="cursor:pointer;" type="checkbox" part="checkbox checkbox-search-dialog" id="search-api-descr" checked @change = "${r=>this.onAdvancedSearch(r,0)}">
            <label style="cursor:pointer;" for="search-api-descr"> API Description </label>
          </div>
          <div style="margin-left: 16px;">
            <input style="cursor:pointer;" type="checkbox" part="checkbox checkbox-search-dialog" id="search-api-params" @change = "${r=>this.onAdvancedSearch(r,0)}">
            <label style="cursor:pointer;" for="search-api-params"> API Parameters </label>
          </div>
          <div style="margin-left: 16px;">
            <input style="cursor:pointer;" type="checkbox" part="checkbox checkbox-search-dialog" id="search-api-request-body" @change = "${r=>this.onAdvancedSearch(r,0)}">
            <label style="cursor:pointer;" for="search-api-request-body"> Request Body Parameters </label>
          </div>
          <div style="margin-left: 16px;">
            <input style="cursor:pointer;" type="checkbox" part="checkbox checkbox-search-dialog" id="search-api-resp-descr" @change = "${r=>this.onAdvancedSearch(r,0)}">
            <label style="cursor:pointer;" for="search-api-resp-descr"> Response Description </label>
          </div>
        </div>
      </span>
      
      ${this.advancedSearchMatches?.map(r=>o`
      <div
        class="mono-font small-font-size hover-bg"
        style='padding: 5px; cursor: pointer; border-bottom: 1px solid var(--light-border-color); ${r.deprecated?"filter:opacity(0.5);":""}' 
        data-content-id='${r.elementId}'
        tabindex = '0'
        @click="${e=>{this.searchVal="",this.showAdvancedSearchDialog=!1,this.requestUpdate(),this.scrollToEventTarget(e,!0)}}"
      > 
        <span style="pointer-events: none" class="upper bold-text method-fg ${r.method}">${r.method}</span> 
        <span style="pointer-events: none">${r.path}</span>
        <span style="pointer-events: none" class="regular-font gray-text">${r.summary}</span>
      </div>
    `)}
    </dialog-box>
  `}var T={color:{inputReverseFg:"#fff",inputReverseBg:"#333",headerBg:"#444",getRgb(r){if(r.indexOf("#")===0&&(r=r.slice(1,7)),(r.length===3||r.length===4)&&(r=r[0]+r[0]+r[1]+r[1]+r[2]+r[2]),r.length!==6)throw new Error("Invalid HEX color.");return{r:parseInt(r.slice(0,2),16),g:parseInt(r.slice(2,4),16),b:parseInt(r.slice(4,6),16)}},luminanace(r){let e=this.getRgb(r);return e.r*.299+e.g*.587+e.b*.114},invert(r){return this.luminanace(r)>135?"#000":"#fff"},opacity(r,e){let t=this.getRgb(r);return`rgba(${t.r}, ${t.g}, ${t.b}, ${e})`},brightness(r,e){let t=this.getRgb(r);return t.r+=e,t.g+=e,t.b+=e,t.r>255?t.r=255:t.r<0&&(t.r=0),t.g>255?t.g=255:t.g<0&&(t.g=0),t.b>255?t.b=255:t.b<0&&(t.b=0),`#${t.r.toString(16).padStart(2,"0")}${t.g.toString(16).padStart(2,"0")}${t.b.toString(16).padStart(2,"0")}`},hasGoodContrast(r,e){let t=this.luminanace(r),a=this.luminanace(e);return t-a}}};function re(r){return/^#([A-Fa-f0-9]{6}|[A-Fa-f0-9]{3}|[A-Fa-f0-9]{8}|[A-Fa-f0-9]{4})$/i.test(r)}function ye(r,e={}){let t={},a=e.primaryColor?e.primaryColor:r==="dark"?"#f76b39":"#ff591e",s=T.color.invert(a),i=T.color.opacity(a,"0.4");if(r==="dark"){let n=e.bg1?e.bg1:"#2a2b2c",c=e.fg1?e.fg1:"#bbb",l=e.bg2?e.bg2:T.color.brightness(n,5),p=e.bg3?e.bg3:T.color.brightness(n,17),m=e.bg3?e.bg3:T.color.brightness(n,35),u=e.fg2?e.fg2:T.color.brightness(c,-15),h=e.fg3?e.fg3:T.color.brightness(c,-20),d=e.fg3?e.fg3:T.color.brightness(c,-65),v=e.inlineCodeFg?e.inlineCodeFg:"#aaa",g=u,f=l,y=e.headerColor?e.headerColor:T.color.brightness(n,10),$=e.navBgColor?e.navBgColor:T.color.brightness(n,10),b=e.navTextColor?e.navTextColor:T.color.opacity(T.color.invert($),"0.50"),x=e.navHoverBgColor?e.navHoverBgColor:T.color.brightness($,-15),S=e.navHoverTextColor?e.navHoverTextColor:T.color.invert($),k=e.navAccentColor?e.navAccentColor:T.color.brightness(a,25),C=e.navAccentTextColor?e.navAccenttextColor:T.color.invert(k);t={bg1:n,bg2:l,bg3:p,lightBg:m,fg1:c,fg2:u,fg3:h,lightFg:d,inlineCodeFg:v,primaryColor:a,primaryColorTrans:i,primaryColorInvert:s,selectionBg:g,selectionFg:f,overlayBg:"rgba(80, 80, 80, 0.4)",navBgColor:$,navTextColor:b,navHoverBgColor:x,navHoverTextColor:S,navAccentColor:k,navAccentTextColor:C,headerColor:y,headerColorInvert:T.color.invert(y),headerColorDarker:T.color.brightness(y,-20),headerColorBorder:T.color.brightness(y,10),borderColor:e.borderColor||T.color.brightness(n,20),lightBorderColor:e.lightBorderColor||T.color.brightness(n,15),codeBorderColor:e.codeBorderColor||T.color.brightness(n,30),inputBg:e.inputBg||T.color.brightness(n,-5),placeHolder:e.placeHolder||T.color.opacity(c,"0.3"),hoverColor:e.hoverColor||T.color.brightness(n,-10),red:e.red?e.red:"#F06560",lightRed:e.lightRed?e.lightRed:T.color.brightness(n,-10),pink:e.pink?e.pink:"#ffb2b2",lightPink:e.lightPink||T.color.brightness(n,-10),green:e.green||"#7ec699",lightGreen:e.lightGreen||T.color.brightness(n,-10),blue:e.blue||"#71b7ff",lightBlue:e.lightBlue||T.color.brightness(n,-10),orange:e.orange?e.orange:"#f08d49",lightOrange:e.lightOrange||T.color.brightness(n,-10),yellow:e.yellow||"#827717",lightYellow:e.lightYellow||T.color.brightness(n,-10),purple:e.purple||"#786FF1",brown:e.brown||"#D4AC0D",codeBg:e.codeBg||T.color.opacity(T.color.brightness(n,-15),.7),codeFg:e.codeFg||"#aaa",codePropertyColor:e.codePropertyColor||"#f8c555",codeKeywordColor:e.codeKeywordColor||"#cc99cd",codeOperatorColor:e.codeOperatorColor||"#67cdcc"}}else{let n=e.bg1?e.bg1:"#fafbfc",c=e.fg1?e.fg1:"#444444",l=e.bg2?e.bg2:T.color.brightness(n,-5),p=e.bg3?e.bg3:T.color.brightness(n,-15),m=e.bg3?e.bg3:T.color.brightness(n,-45),u=e.fg2?e.fg2:T.color.brightness(c,17),h=e.fg3?e.fg3:T.color.brightness(c,30),d=e.fg3?e.fg3:T.color.brightness(c,70),v=e.inlineCodeFg?e.inlineCodeFg:"brown",g=u,f=l,y=e.headerColor?e.headerColor:T.color.brightness(n,-180),$=e.navBgColor?e.navBgColor:T.color.brightness(n,-200),b=e.navTextColor?e.navTextColor:T.color.opacity(T.color.invert($),"0.65"),x=e.navHoverBgColor?e.navHoverBgColor:T.color.brightness($,-15),S=e.navHoverTextColor?e.navHoverTextColor:T.color.invert($),k=e.navAccentColor?e.navAccentColor:T.color.brightness(a,25),C=e.navAccentTextColor?e.navAccenttextColor:T.color.invert(k);t={bg1:n,bg2:l,bg3:p,lightBg:m,fg1:c,fg2:u,fg3:h,lightFg:d,inlineCodeFg:v,primaryColor:a,primaryColorTrans:i,primaryColorInvert:s,selectionBg:g,selectionFg:f,overlayBg:"rgba(0, 0, 0, 0.4)",navBgColor:$,navTextColor:b,navHoverBgColor:x,navHoverTextColor:S,navAccentColor:k,navAccentTextColor:C,headerColor:y,headerColorInvert:T.color.invert(y),headerColorDarker:T.color.brightness(y,-20),headerColorBorder:T.color.brightness(y,10),borderColor:e.borderColor||T.color.brightness(n,-38),lightBorderColor:e.lightBorderColor||T.color.brightness(n,-23),codeBorderColor:e.codeBorderColor||"transparent",inputBg:e.inputBg||T.color.brightness(n,10),placeHolder:e.placeHolder||T.color.brightness(d,20),hoverColor:e.hoverColor||T.color.brightness(n,-5),red:e.red||"#F06560",lightRed:e.lightRed||"#fff0f0",pink:e.pink?e.pink:"#990055",lightPink:e.lightPink?e.lightPink:"#ffb2b2",green:e.green||"#690",lightGreen:e.lightGreen||"#fbfff0",blue:e.blue||"#47AFE8",lightBlue:e.lightBlue||"#eff8fd",orange:e.orange||"#FF9900",lightOrange:e.lightOrange||"#fff5e6",yellow:e.yellow||"#827717",lightYellow:e.lightYellow||"#fff5cc",purple:e.purple||"#786FF1",brown:e.brown||"#D4AC0D",codeBg:e.codeBg||T.color.opacity(T.color.brightness(n,-15),.7),codeFg:e.codeFg||"#666",codePropertyColor:e.codePropertyColor||"#905",codeKeywordColor:e.codeKeywordColor||"#07a",codeOperatorColor:e.codeOperatorColor||"#9a6e3a"}}return o`
  <style>
  *, *:before, *:after { box-sizing: border-box; }
  
  :host {
    /* Common Styles - irrespective of themes */  
    --border-radius: 2px;
    --layout: ${this.layout||"row"};
    --font-mono: ${this.monoFont||'Monaco, "Andale Mono", "Roboto Mono", Consolas, monospace'};
    --font-regular: ${this.regularFont||'"Open Sans", Avenir, "Segoe UI", Arial, sans-serif'};
    --scroll-bar-width: 8px;
    --nav-item-padding: ${this.navItemSpacing==="relaxed"?"10px 16px 10px 10px":this.navItemSpacing==="compact"?"5px 16px 5px 10px":"7px 16px 7px 10px"};
    
    --resp-area-height: ${this.responseAreaHeight};
    --font-size-small: ${this.fontSize==="default"?"12px":this.fontSize==="large"?"13px":"14px"};
    --font-size-mono: ${this.fontSize==="default"?"13px":this.fontSize==="large"?"14px":"15px"};
    --font-size-regular: ${this.fontSize==="default"?"14px":this.fontSize==="large"?"15px":"16px"};
    --dialog-z-index: 1000;

    --focus-shadow: 0 0 0 1px transparent, 0 0 0 3px ${t.primaryColorTrans};

    /* Theme specific styles */  
    --bg:${t.bg1};
    --bg2:${t.bg2};
    --bg3:${t.bg3};
    --light-bg:${t.lightBg};
    --fg:${t.fg1};
    --fg2:${t.fg2};
    --fg3:${t.fg3};
    --light-fg:${t.lightFg};
    --selection-bg:${t.selectionBg};
    --selection-fg:${t.selectionFg};
    --overlay-bg:${t.overlayBg};
    
    /* Border Colors */
    --border-color:${t.borderColor};
    --light-border-color:${t.lightBorderColor};
    --code-border-color:${t.codeBorderColor};

    --input-bg:${t.inputBg};
    --placeholder-color:${t.placeHolder};
    --hover-color:${t.hoverColor};
    --red:${t.red};
    --light-red:${t.lightRed};
    --pink:${t.pink};
    --light-pink:${t.lightPink};
    --green:${t.green};
    --light-green:${t.lightGreen};
    --blue:${t.blue};
    --light-blue:${t.lightBlue};
    --orange:${t.orange};
    --light-orange:${t.lightOrange};
    --yellow:${t.yellow};
    --light-yellow:${t.lightYellow};
    --purple:${t.purple};
    --brown:${t.brown};

    /* Header Color */
    --header-bg:${t.headerColor};
    --header-fg:${t.headerColorInvert};
    --header-color-darker:${t.headerColorDarker};
    --header-color-border:${t.headerColorBorder};

    /* Nav Colors */  
    --nav-bg-color:${t.navBgColor};
    --nav-text-color:${t.navTextColor};
    --nav-hover-bg-color:${t.navHoverBgColor};
    --nav-hover-text-color:${t.navHoverTextColor};
    --nav-accent-color:${t.navAccentColor};
    --nav-accent-text-color:${t.navAccentTextColor};

    /* Nav API Method Colors*/
    --nav-get-color:${t.blue};
    --nav-put-color:${t.orange};
    --nav-post-color:${t.green};
    --nav-delete-color:${t.red};
    --nav-head-color:${t.yellow};

    /* Primary Colors */  
    --primary-color:${t.primaryColor};
    --primary-color-invert:${t.primaryColorInvert};
    --primary-color-trans:${t.primaryColorTrans};

    /*Code Syntax Color*/
    --code-bg:${t.codeBg};
    --code-fg:${t.codeFg};
    --inline-code-fg:${t.inlineCodeFg};
    --code-property-color:${t.codePropertyColor};
    --code-keyword-color:${t.codeKeywordColor};
    --code-operator-color:${t.codeOperatorColor};
  }
  </style>`}function Mr(r=!1,e=!1){if(!this.resolvedSpec)return"";this.persistAuth==="true"&&Oa.call(this);let t={bg1:re(this.bgColor)?this.bgColor:"",fg1:re(this.textColor)?this.textColor:"",headerColor:re(this.headerColor)?this.headerColor:"",primaryColor:re(this.primaryColor)?this.primaryColor:"",navBgColor:re(this.navBgColor)?this.navBgColor:"",navTextColor:re(this.navTextColor)?this.navTextColor:"",navHoverBgColor:re(this.navHoverBgColor)?this.navHoverBgColor:"",navHoverTextColor:re(this.navHoverTextColor)?this.navHoverTextColor:"",navAccentColor:re(this.navAccentColor)?this.navAccentColor:"",navAccentTextColor:re(this.navAccentTextColor)?this.navAccentTextColor:""};return this.resolvedSpec.specLoadError?o`
      ${this.theme==="dark"?ye.call(this,"dark",t):ye.call(this,"light",t)}
      <div id="spec-not-found" style='display:flex; align-items:center; justify-content: center; border:1px dashed var(--border-color); height:42px; padding:5px; font-size:var(--font-size-small); color:var(--red); font-family:var(--font-mono)'> 
        ${this.resolvedSpec.info.description} 
      </div>
    `:this.resolvedSpec.isSpecLoading?o`
      ${this.theme==="dark"?ye.call(this,"dark",t):ye.call(this,"light",t)}
      <main class='main-content regular-font' part='section-main-content'>
        <slot></slot>
        <div class='main-content-inner--${this.renderStyle}-mode'>
          <div class='loader'></div>
        </div>
      </main>
    `:o`
    ${this.theme==="dark"?ye.call(this,"dark",t):ye.call(this,"light",t)}

    <!-- Header -->
    ${this.showHeader==="false"?"":Nr.call(this)}
    
    <!-- Advanced Search -->
    ${this.allowAdvancedSearch==="false"?"":Ur.call(this)}

    <div id='the-main-body' class='body ${this.cssClasses}' dir='${this.pageDirection}' >
      <!-- Side Nav -->
      ${(this.renderStyle==="read"||this.renderStyle==="focused")&&this.showSideNav==="true"&&this.resolvedSpec?Dr.call(this):""}

      <!-- Main Content -->
      <main class='main-content regular-font' tabindex='-1' part='section-main-content'>
        <slot></slot>
        <div class='main-content-inner--${this.renderStyle}-mode'>
          ${this.loading===!0?o`<div class='loader'></div>`:o`
              ${this.loadFailed===!0?o`<div style='text-align: center;margin: 16px;'> Unable to load the Spec</div>`:o`
                  <div class='operations-root' @click='${a=>{this.handleHref(a)}}'>
                  ${this.renderStyle==="focused"?o`${qr.call(this)}`:o`
                      ${this.showInfo==="true"?We.call(this):""}
                      ${this.allowServerSelection==="true"?ft.call(this):""}
                      ${this.allowAuthentication==="true"?st.call(this):""}
                      <div id='operations-top' class='observe-me'>
                        <slot name='operations-top'></slot>
                      </div>  
                      ${this.renderStyle==="read"?Lr.call(this):Fr.call(this,r,e)}
                    `}
                  </div>
                `}`}
        </div>
        <slot name='footer'></slot>
      </main>
    </div>  
  `}var sr=class extends N{constructor(){super();let e={root:this.getRootNode().host,rootMargin:"-50px 0px -50px 0px",threshold:0};this.showSummaryWhenCollapsed=!0,this.isIntersectionObserverActive=!1,this.intersectionObserver=new IntersectionObserver(t=>{this.onIntersect(t)},e)}static get properties(){return{headingText:{type:String,attribute:"heading-text"},gotoPath:{type:String,attribute:"goto-path"},updateRoute:{type:String,attribute:"update-route"},routePrefix:{type:String,attribute:"route-prefix"},specUrl:{type:String,attribute:"spec-url"},sortTags:{type:String,attribute:"sort-tags"},sortSchemas:{type:String,attribute:"sort-schemas"},generateMissingTags:{type:String,attribute:"generate-missing-tags"},sortEndpointsBy:{type:String,attribute:"sort-endpoints-by"},specFile:{type:String,attribute:!1},layout:{type:String},renderStyle:{type:String,attribute:"render-style"},defaultSchemaTab:{type:String,attribute:"default-schema-tab"},responseAreaHeight:{type:String,attribute:"response-area-height"},fillRequestFieldsWithExample:{type:String,attribute:"fill-request-fields-with-example"},persistAuth:{type:String,attribute:"persist-auth"},onNavTagClick:{type:String,attribute:"on-nav-tag-click"},schemaStyle:{type:String,attribute:"schema-style"},schemaExpandLevel:{type:Number,attribute:"schema-expand-level"},schemaDescriptionExpanded:{type:String,attribute:"schema-description-expanded"},schemaHideReadOnly:{type:String,attribute:"schema-hide-read-only"},schemaHideWriteOnly:{type:String,attribute:"schema-hide-write-only"},apiKeyName:{type:String,attribute:"api-key-name"},apiKeyLocation:{type:String,attribute:"api-key-location"},apiKeyValue:{type:String,attribute:"api-key-value"},defaultApiServerUrl:{type:String,attribute:"default-api-server"},serverUrl:{type:String,attribute:"server-url"},oauthReceiver:{type:String,attribute:"oauth-receiver"},showHeader:{type:String,attribute:"show-header"},showSideNav:{type:String,attribute:"show-side-nav"},showInfo:{type:String,attribute:"show-info"},allowAuthentication:{type:String,attribute:"allow-authentication"},allowTry:{type:String,attribute:"allow-try"},showCurlBeforeTry:{type:String,attribute:"show-curl-before-try"},allowSpecUrlLoad:{type:String,attribute:"allow-spec-url-load"},allowSpecFileLoad:{type:String,attribute:"allow-spec-file-load"},allowSpecFileDownload:{type:String,attribute:"allow-spec-file-download"},allowSearch:{type:String,attribute:"allow-search"},allowAdvancedSearch:{type:String,attribute:"allow-advanced-search"},allowServerSelection:{type:String,attribute:"allow-server-selection"},allowSchemaDescriptionExpandToggle:{type:String,attribute:"allow-schema-description-expand-toggle"},showComponents:{type:String,attribute:"show-components"},pageDirection:{type:String,attribute:"page-direction"},scrollBehavior:{type:String,attribute:"scroll-behavior"},theme:{type:String},bgColor:{type:String,attribute:"bg-color"},textColor:{type:String,attribute:"text-color"},headerColor:{type:String,attribute:"header-color"},primaryColor:{type:String,attribute:"primary-color"},fontSize:{type:String,attribute:"font-size"},regularFont:{type:String,attribute:"regular-font"},monoFont:{type:String,attribute:"mono-font"},loadFonts:{type:String,attribute:"load-fonts"},cssFile:{type:String,attribute:"css-file"},cssClasses:{type:String,attribute:"css-classes"},navBgColor:{type:String,attribute:"nav-bg-color"},navTextColor:{type:String,attribute:"nav-text-color"},navHoverBgColor:{type:String,attribute:"nav-hover-bg-color"},navHoverTextColor:{type:String,attribute:"nav-hover-text-color"},navAccentColor:{type:String,attribute:"nav-accent-color"},navAccentTextColor:{type:String,attribute:"nav-accent-text-color"},navActiveItemMarker:{type:String,attribute:"nav-active-item-marker"},navItemSpacing:{type:String,attribute:"nav-item-spacing"},showMethodInNavBar:{type:String,attribute:"show-method-in-nav-bar"},usePathInNavBar:{type:String,attribute:"use-path-in-nav-bar"},infoDescriptionHeadingsInNavBar:{type:String,attribute:"info-description-headings-in-navbar"},fetchCredentials:{type:String,attribute:"fetch-credentials"},matchPaths:{type:String,attribute:"match-paths"},matchType:{type:String,attribute:"match-type"},removeEndpointsWithBadgeLabelAs:{type:String,attribute:"remove-endpoints-with-badge-label-as"},loading:{type:Boolean},focusedElementId:{type:String},showAdvancedSearchDialog:{type:Boolean},advancedSearchMatches:{type:Object},searchVal:{type:String}}}static get styles(){return[K,ue,Be,De,wa,Dt,qe,ka,Sa,I`
      :host {
        all: initial;
        display:flex;
        flex-direction: column;
        min-width:360px;
        width:100%;
        height:100%;
        margin:0;
        padding:0;
        overflow: hidden;
        letter-spacing:normal;
        color:var(--fg);
        background-color:var(--bg);
        font-family:var(--font-regular);
        container-type: inline-size;
      }
      :where(button, input[type="checkbox"], [tabindex="0"]):focus-visible { box-shadow: var(--focus-shadow); }
      :where(input[type="text"], input[type="password"], select, textarea):focus-visible { border-color: var(--primary-color); }
      .body {
        display:flex;
        height:100%;
        width:100%;
        overflow:hidden;
      }
      .main-content { 
        margin:0;
        padding: 0; 
        display:block;
        flex:1;
        height:100%;
        overflow-y: auto;
        overflow-x: hidden;
        scrollbar-width: thin;
        scrollbar-color: var(--border-color) transparent;
      }

      .main-content-inner--view-mode {
        padding: 0 8px;
      }
      .main-content::-webkit-scrollbar {
        width: 8px;
        height: 8px;
      }
      .main-content::-webkit-scrollbar-track {
        background:transparent;
      }
      .main-content::-webkit-scrollbar-thumb {
        background-color: var(--border-color);
      }

      .section-gap.section-tag {
        border-bottom:1px solid var(--border-color);
      }
      .section-gap,
      .section-gap--focused-mode,
      .section-gap--read-mode { 
        padding: 0px 4px; 
      }
      .section-tag-header {
        position:relative;
        cursor: n-resize;
        padding: 12px 0;
      }
      .collapsed .section-tag-header:hover {
        cursor: s-resize;
      }

      .section-tag-header:hover {
        background-image: linear-gradient(to right, rgba(0,0,0,0), var(--border-color), rgba(0,0,0,0));
      }

      .section-tag-header:hover::after {
        position:absolute;
        margin-left:-24px;
        font-size:20px;
        top: calc(50% - 14px);
        color:var(--primary-color);
        content: '⬆'; 
      }

      .collapsed .section-tag-header::after {
        position:absolute;
        margin-left:-24px;
        font-size:20px;
        top: calc(50% - 14px);
        color: var(--border-color);
        content: '⬇'; 
      }
      .collapsed .section-tag-header:hover::after {
        color:var(--primary-color);
      }

      .collapsed .section-tag-body {
        display:none;
      }

      .logo {
        height:36px;
        width:36px;
        margin-left:5px; 
      }
      .only-large-screen-flex,
      .only-large-screen {
        display:none;
      }
      .tag.title {
        text-transform: uppercase;
      }
      .main-header {
        background-color:var(--header-bg);
        color:var(--header-fg);
        width:100%;
      }
      .header-title {
        font-size:calc(var(--font-size-regular) + 8px); 
        padding:0 8px;
      }
      input.header-input{
        background:var(--header-color-darker);
        color:var(--header-fg);
        border:1px solid var(--header-color-border);
        flex:1; 
        padding-right:24px;
        border-radius:3px;
      }
      input.header-input::placeholder {
        opacity:0.4;
      }
      .loader {
        margin: 16px auto 16px auto; 
        border: 4px solid var(--bg3);
        border-radius: 50%;
        border-top: 4px solid var(--primary-color);
        width: 36px;
        height: 36px;
        animation: spin 2s linear infinite;
      }
      .expanded-endpoint-body { 
        position: relative;
        padding: 6px 0px; 
      }
      .expanded-endpoint-body .tag-description {
        background: var(--code-bg);
        border-radius: var(--border-radius);
        transition: max-height .2s ease-out;
      }
      .expanded-endpoint-body .tag-icon {
        transition: transform .2s ease-out;
      }
      .expanded-endpoint-body .tag-icon.expanded {
        transform: rotate(180deg);
      }
      .divider { 
        border-top: 2px solid var(--border-color);
        margin: 24px 0;
        width:100%;
      }

      .tooltip {
        cursor:pointer;
        border: 1px solid var(--border-color);
        border-left-width: 4px;
        margin-left:2px;
      }
      .tooltip a {
        color: var(--fg2);
        text-decoration: none;
      }
      .tooltip-text {
        color: var(--fg2);
        max-width: 400px;
        position: absolute;
        z-index:1;
        background-color: var(--bg2);
        visibility: hidden;

        overflow-wrap: break-word;
      }
      .tooltip:hover {
        color: var(--primary-color);
        border-color: var(--primary-color);
      }
      .tooltip:hover a:hover {
        color: var(--primary-color);
      }

      .tooltip:hover .tooltip-text {
        visibility: visible;
      }

      @keyframes spin {
        0% { transform: rotate(0deg); }
        100% { transform: rotate(360deg); }
      }

      .nav-method { font-weight: bold; margin-right: 4px; font-size: calc(var(--font-size-small) - 2px); white-space: nowrap; }
      .nav-method.false { display: none; }

      .nav-method.as-colored-text.get { color:var(--nav-get-color); }
      .nav-method.as-colored-text.put { color:var(--nav-put-color); }
      .nav-method.as-colored-text.post { color:var(--nav-post-color); }
      .nav-method.as-colored-text.delete { color:var(--nav-delete-color); }
      .nav-method.as-colored-text.head, .nav-method.as-colored-text.patch, .nav-method.as-colored-text.options { color:var(--nav-head-color); }
      
      .nav-method.as-colored-block {
        padding: 1px 4px;
        min-width: 30px;
        border-radius: 4px 0 0 4px;
        color: #000;
      }
      .colored-block .nav-method.as-colored-block {
        outline: 1px solid;
      }

      .nav-method.as-colored-block.get { background-color: var(--blue); }
      .nav-method.as-colored-block.put { background-color: var(--orange); }
      .nav-method.as-colored-block.post { background-color: var(--green); }
      .nav-method.as-colored-block.delete { background-color: var(--red); }
      .nav-method.as-colored-block.head, .nav-method.as-colored-block.patch , .nav-method.as-colored-block.options { 
        background-color: var(--yellow); 
      }

      @container (min-width: 768px) {
        .nav-bar {
          width: 260px;
          display:flex;
        }
        .only-large-screen {
          display:block;
        }
        .only-large-screen-flex {
          display:flex;
        }
        .section-gap { 
          padding: 0 0 0 24px; 
        }
        .section-gap--focused-mode {
          padding: 24px 8px; 
        }
        .section-gap--read-mode { 
          padding: 24px 8px; 
        }
        .endpoint-body {
          position: relative;
          padding:36px 0 48px 0;
        }
      }

      @container (min-width: 1024px) {
        .nav-bar {
          width: ${wt(this.fontSize==="default"?"300px":this.fontSize==="large"?"315px":"330px")};
          display:flex;
        }
        .section-gap--focused-mode { 
          padding: 12px 80px 12px 80px; 
        }
        .section-gap--read-mode { 
          padding: 24px 80px 12px 80px; 
        }
      }`,Z]}connectedCallback(){super.connectedCallback();let e=this.parentElement;if(e&&(e.offsetWidth===0&&e.style.width===""&&(e.style.width="100vw"),e.offsetHeight===0&&e.style.height===""&&(e.style.height="100vh"),e.tagName==="BODY"&&(e.style.marginTop||(e.style.marginTop="0"),e.style.marginRight||(e.style.marginRight="0"),e.style.marginBottom||(e.style.marginBottom="0"),e.style.marginLeft||(e.style.marginLeft="0"))),this.loadFonts!=="false"){let t={family:"Open Sans",style:"normal",weight:"300",unicodeRange:"U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+2000-206F, U+2074, U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215, U+FEFF, U+FFFD"},a=new FontFace("Open Sans","url(https://fonts.gstatic.com/s/opensans/v18/mem5YaGs126MiZpBA-UN_r8OUuhpKKSTjw.woff2) format('woff2')",t);t.weight="600";let s=new FontFace("Open Sans","url(https://fonts.gstatic.com/s/opensans/v18/mem5YaGs126MiZpBA-UNirkOUuhpKKSTjw.woff2) format('woff2')",t);a.load().then(i=>{document.fonts.add(i)}),s.load().then(i=>{document.fonts.add(i)})}(!this.layout||!"row, column,".includes(`${this.layout},`))&&(this.layout="row"),(!this.renderStyle||!"read, view, focused,".includes(`${this.renderStyle},`))&&(this.renderStyle="focused"),(!this.schemaStyle||!"tree, table,".includes(`${this.schemaStyle},`))&&(this.schemaStyle="tree"),(!this.theme||!"light, dark,".includes(`${this.theme},`))&&(this.theme=window.matchMedia&&window.matchMedia("(prefers-color-scheme: light)").matches?"light":"dark"),!this.defaultSchemaTab||!"example, schema, model,".includes(`${this.defaultSchemaTab},`)?this.defaultSchemaTab="example":this.defaultSchemaTab==="model"&&(this.defaultSchemaTab="schema"),(!this.schemaExpandLevel||this.schemaExpandLevel<1)&&(this.schemaExpandLevel=99999),(!this.schemaDescriptionExpanded||!"true, false,".includes(`${this.schemaDescriptionExpanded},`))&&(this.schemaDescriptionExpanded="false"),(!this.schemaHideReadOnly||!"default, never,".includes(`${this.schemaHideReadOnly},`))&&(this.schemaHideReadOnly="default"),(!this.schemaHideWriteOnly||!"default, never,".includes(`${this.schemaHideWriteOnly},`))&&(this.schemaHideWriteOnly="default"),(!this.fillRequestFieldsWithExample||!"true, false,".includes(`${this.fillRequestFieldsWithExample},`))&&(this.fillRequestFieldsWithExample="true"),(!this.persistAuth||!"true, false,".includes(`${this.persistAuth},`))&&(this.persistAuth="false"),this.responseAreaHeight||(this.responseAreaHeight="400px"),(!this.allowSearch||!"true, false,".includes(`${this.allowSearch},`))&&(this.allowSearch="true"),(!this.allowAdvancedSearch||!"true, false,".includes(`${this.allowAdvancedSearch},`))&&(this.allowAdvancedSearch="true"),(!this.allowTry||!"true, false,".includes(`${this.allowTry},`))&&(this.allowTry="true"),this.apiKeyValue||(this.apiKeyValue="-"),this.apiKeyLocation||(this.apiKeyLocation="header"),this.apiKeyName||(this.apiKeyName=""),this.oauthReceiver||(this.oauthReceiver="oauth-receiver.html"),(!this.updateRoute||!"true, false,".includes(`${this.updateRoute},`))&&(this.updateRoute="true"),this.routePrefix||(this.routePrefix="#"),(!this.sortTags||!"true, false,".includes(`${this.sortTags},`))&&(this.sortTags="false"),(!this.sortSchemas||!"true, false,".includes(`${this.sortSchemas},`))&&(this.sortSchemas="false"),(!this.generateMissingTags||!"true, false,".includes(`${this.generateMissingTags},`))&&(this.generateMissingTags="false"),(!this.sortEndpointsBy||!"method, path, summary, none,".includes(`${this.sortEndpointsBy},`))&&(this.sortEndpointsBy="path"),(!this.onNavTagClick||!"expand-collapse, show-description,".includes(`${this.onNavTagClick},`))&&(this.onNavTagClick="expand-collapse"),(!this.navItemSpacing||!"compact, relaxed, default,".includes(`${this.navItemSpacing},`))&&(this.navItemSpacing="default"),(!this.showMethodInNavBar||!"false, as-plain-text, as-colored-text, as-colored-block,".includes(`${this.showMethodInNavBar},`))&&(this.showMethodInNavBar="false"),(!this.usePathInNavBar||!"true, false,".includes(`${this.usePathInNavBar},`))&&(this.usePathInNavBar="false"),(!this.navActiveItemMarker||!"left-bar, colored-block".includes(`${this.navActiveItemMarker},`))&&(this.navActiveItemMarker="left-bar"),(!this.fontSize||!"default, large, largest,".includes(`${this.fontSize},`))&&(this.fontSize="default"),(!this.showInfo||!"true, false,".includes(`${this.showInfo},`))&&(this.showInfo="true"),(!this.allowServerSelection||!"true, false,".includes(`${this.allowServerSelection},`))&&(this.allowServerSelection="true"),(!this.allowAuthentication||!"true, false,".includes(`${this.allowAuthentication},`))&&(this.allowAuthentication="true"),(!this.allowSchemaDescriptionExpandToggle||!"true, false,".includes(`${this.allowSchemaDescriptionExpandToggle},`))&&(this.allowSchemaDescriptionExpandToggle="true"),(!this.showSideNav||!"true false".includes(this.showSideNav))&&(this.showSideNav="true"),(!this.showComponents||!"true false".includes(this.showComponents))&&(this.showComponents="false"),(!this.infoDescriptionHeadingsInNavBar||!"true, false,".includes(`${this.infoDescriptionHeadingsInNavBar},`))&&(this.infoDescriptionHeadingsInNavBar="false"),(!this.fetchCredentials||!"omit, same-origin, include,".includes(`${this.fetchCredentials},`))&&(this.fetchCredentials=""),(!this.scrollBehavior||!"smooth, auto,".includes(`${this.scrollBehavior},`))&&(this.scrollBehavior="auto"),(!this.matchType||!"includes regex".includes(this.matchType))&&(this.matchType="includes"),this.matchPaths||(this.matchPaths=""),this.removeEndpointsWithBadgeLabelAs||(this.removeEndpointsWithBadgeLabelAs=""),this.showAdvancedSearchDialog||(this.showAdvancedSearchDialog=!1),this.cssFile||(this.cssFile=null),this.cssClasses||(this.cssClasses=""),w.setOptions({highlight:(t,a)=>ar.default.languages[a]?ar.default.highlight(t,ar.default.languages[a],a):t}),window.addEventListener("hashchange",()=>{this.scrollToPath(this.getElementIDFromURL())},!0)}disconnectedCallback(){this.intersectionObserver&&this.intersectionObserver.disconnect(),super.disconnectedCallback()}infoDescriptionHeadingRenderer(){let e=new w.Renderer;return e.heading=((t,a,s,i)=>`<h${a} class="observe-me" id="${i.slug(s)}">${t}</h${a}>`),e}render(){let e=document.querySelector(`link[href*="${this.cssFile}"]`);return e&&this.shadowRoot.appendChild(e.cloneNode()),Mr.call(this)}observeExpandedContent(){this.shadowRoot.querySelectorAll(".observe-me").forEach(t=>{this.intersectionObserver.observe(t)})}attributeChangedCallback(e,t,a){if(e==="spec-url"&&t!==a&&window.setTimeout(async()=>{await this.loadSpec(a),this.gotoPath&&!window.location.hash&&this.scrollToPath(this.gotoPath)},0),(e==="match-paths"||e==="match-type"||e==="remove-endpoints-with-badge-label-as")&&t!==a&&window.setTimeout(async()=>{await this.loadSpec(this.specUrl)},0),e==="render-style"&&(a==="read"?window.setTimeout(()=>{this.observeExpandedContent()},100):this.intersectionObserver.disconnect()),e==="api-key-name"||e==="api-key-location"||e==="api-key-value"){let s=!1,i="",n="",c="";if(e==="api-key-name"?this.getAttribute("api-key-location")&&this.getAttribute("api-key-value")&&(i=a,n=this.getAttribute("api-key-location"),c=this.getAttribute("api-key-value"),s=!0):e==="api-key-location"?this.getAttribute("api-key-name")&&this.getAttribute("api-key-value")&&(n=a,i=this.getAttribute("api-key-name"),c=this.getAttribute("api-key-value"),s=!0):e==="api-key-value"&&this.getAttribute("api-key-name")&&this.getAttribute("api-key-location")&&(c=a,n=this.getAttribute("api-key-location"),i=this.getAttribute("api-key-name"),s=!0),s&&this.resolvedSpec){let l=this.resolvedSpec.securitySchemes.find(p=>p.securitySchemeId===le);l?(l.name=i,l.in=n,l.value=c,l.finalKeyValue=c):this.resolvedSpec.securitySchemes.push({securitySchemeId:le,description:"api-key provided in rapidoc element attributes",type:"apiKey",name:i,in:n,value:c,finalKeyValue:c}),this.requestUpdate()}}super.attributeChangedCallback(e,t,a)}onSpecUrlChange(){this.setAttribute("spec-url",this.shadowRoot.getElementById("spec-url").value)}onSpecFileChange(e){this.setAttribute("spec-file",this.shadowRoot.getElementById("spec-file").value);let t=e.target.files[0],a=new FileReader;a.onload=()=>{try{let s=JSON.parse(a.result);this.loadSpec(s),this.shadowRoot.getElementById("spec-url").value=""}catch{console.error("RapiDoc: Unable to read or parse json")}},a.readAsText(t)}onFileLoadClick(){this.shadowRoot.getElementById("spec-file").click()}onSearchChange(e){this.searchVal=e.target.value,this.resolvedSpec.tags.forEach(t=>t.paths.filter(a=>{this.searchVal&&fe(this.searchVal,a,t.name)&&(t.expanded=!0)})),this.resolvedSpec.components.forEach(t=>t.subComponents.filter(a=>{a.expanded=!1,Ea(this.searchVal,a)&&(a.expanded=!0)})),this.requestUpdate()}onClearSearch(){let e=this.shadowRoot.getElementById("nav-bar-search");e.value="",this.searchVal="",this.resolvedSpec.components.forEach(t=>t.subComponents.filter(a=>{a.expanded=!0}))}onShowSearchModalClicked(){this.showAdvancedSearchDialog=!0}async onOpenSearchDialog(e){let t=e.detail.querySelector("input");await Re(0),t&&t.focus()}async loadSpec(e){if(e){this.searchVal="";try{this.resolvedSpec={specLoadError:!1,isSpecLoading:!0,tags:[]},this.loading=!0,this.loadFailed=!1;let t=await wr.call(this,e,this.generateMissingTags==="true",this.sortTags==="true",this.sortSchemas==="true",this.getAttribute("sort-endpoints-by"),this.getAttribute("api-key-name"),this.getAttribute("api-key-location"),this.getAttribute("api-key-value"),this.getAttribute("server-url"),this.matchPaths,this.matchType,this.removeEndpointsWithBadgeLabelAs);this.loading=!1,this.afterSpecParsedAndValidated(t)}catch(t){this.loading=!1,this.loadFailed=!0,this.resolvedSpec=null,console.error(`RapiDoc: Unable to resolve the API spec..  ${t.message}`)}}}async afterSpecParsedAndValidated(e){for(this.resolvedSpec=e,this.selectedServer=void 0,this.defaultApiServerUrl&&(this.defaultApiServerUrl===this.serverUrl?this.selectedServer={url:this.serverUrl,computedUrl:this.serverUrl}:this.resolvedSpec.servers&&(this.selectedServer=this.resolvedSpec.servers.find(s=>s.url===this.defaultApiServerUrl))),this.selectedServer||this.resolvedSpec.servers&&(this.selectedServer=this.resolvedSpec.servers[0]),this.requestUpdate();!await this.updateComplete;);let t=new CustomEvent("spec-loaded",{detail:e});this.dispatchEvent(t),this.intersectionObserver.disconnect(),this.renderStyle==="read"&&(await Re(100),this.observeExpandedContent()),this.isIntersectionObserverActive=!0;let a=this.getElementIDFromURL();if(a)this.renderStyle==="view"?this.expandAndGotoOperation(a,!0,!0):this.scrollToPath(a);else if(this.renderStyle==="focused"&&!this.gotoPath){let s=this.showInfo?"overview":this.resolvedSpec.tags[0]?.paths[0];this.scrollToPath(s)}}getComponentBaseURL(){let{href:e}=window.location,t=this.routePrefix.replace(/(#|\/)$/,"");if(!t)return e.split("#")[0];let a=e.lastIndexOf(t);return a===-1?e:e.slice(0,a)}getElementIDFromURL(){let e=this.getComponentBaseURL();return window.location.href.replace(e+this.routePrefix,"")}replaceHistoryState(e){let t=this.getComponentBaseURL();window.history.replaceState(null,null,`${t}${this.routePrefix||"#"}${e}`)}expandAndGotoOperation(e,t=!0){if(!this.resolvedSpec)return;let a=!0,s=e.indexOf("#")===-1?e:e.substring(1);if(s.startsWith("overview")||s==="servers"||s==="auth")a=!1;else for(let i=0;i<this.resolvedSpec.tags?.length;i++){let n=this.resolvedSpec.tags[i],c=n.paths?.find(l=>l.elementId===e);c&&(c.expanded&&n.expanded?a=!1:(c.expanded=!0,n.expanded=!0))}t&&(a&&this.requestUpdate(),window.setTimeout(()=>{let i=this.shadowRoot.getElementById(s);i&&(i.scrollIntoView({behavior:this.scrollBehavior,block:"start"}),this.updateRoute==="true"&&this.replaceHistoryState(s))},a?150:0))}isValidTopId(e){return e.startsWith("overview")||e==="servers"||e==="auth"}isValidPathId(e){return e==="overview"&&this.showInfo||e==="servers"&&this.allowServerSelection||e==="auth"&&this.allowAuthentication?!0:e.startsWith("tag--")?this.resolvedSpec?.tags?.find(t=>t.elementId===e):this.resolvedSpec?.tags?.find(t=>t.paths.find(a=>a.elementId===e))}onIntersect(e){this.isIntersectionObserverActive!==!1&&e.forEach(t=>{if(t.isIntersecting&&t.intersectionRatio>0){let a=this.shadowRoot.querySelector(".nav-bar-tag.active, .nav-bar-path.active, .nav-bar-info.active, .nav-bar-h1.active, .nav-bar-h2.active, .operations.active"),s=this.shadowRoot.getElementById(`link-${t.target.id}`);s&&(this.updateRoute==="true"&&this.replaceHistoryState(t.target.id),s.scrollIntoView({behavior:this.scrollBehavior,block:"center"}),s.classList.add("active"),s.part.add("section-navbar-active-item")),a&&a!==s&&(a.classList.remove("active"),a.part.remove("section-navbar-active-item"))}})}handleHref(e){if(e.target.tagName.toLowerCase()==="a"&&e.target.getAttribute("href").startsWith("#")){let t=this.shadowRoot.getElementById(e.target.getAttribute("href").replace("#",""));t&&t.scrollIntoView({behavior:this.scrollBehavior,block:"start"})}}async scrollToEventTarget(e,t=!0){if(!(e.type==="click"||e.type==="keyup"&&e.keyCode===13))return;let a=e.target;if(a.dataset.contentId){if(this.isIntersectionObserverActive=!1,this.renderStyle==="focused"){let s=this.shadowRoot.querySelector("api-request");s&&s.beforeNavigationFocusedMode()}this.scrollToPath(a.dataset.contentId,!0,t),setTimeout(()=>{this.isIntersectionObserverActive=!0},300)}}async scrollToPath(e,t=!0,a=!0){if(this.renderStyle==="focused"&&(this.focusedElementId=e,await Re(0)),this.renderStyle==="view")this.expandAndGotoOperation(e,t,!0);else{let s=!1,i=this.shadowRoot.getElementById(e);if(i?(s=!0,i.scrollIntoView({behavior:this.scrollBehavior,block:"start"})):s=!1,s){if(this.renderStyle==="focused"){let c=this.shadowRoot.querySelector("api-request");c&&c.afterNavigationFocusedMode();let l=this.shadowRoot.querySelector("api-response");l&&l.resetSelection()}this.updateRoute==="true"&&this.replaceHistoryState(e);let n=this.shadowRoot.getElementById(`link-${e}`);if(n){a&&n.scrollIntoView({behavior:this.scrollBehavior,block:"center"}),await Re(0);let c=this.shadowRoot.querySelector(".nav-bar-tag.active, .nav-bar-path.active, .nav-bar-info.active, .nav-bar-h1.active, .nav-bar-h2.active, .operations.active");c&&(c.classList.remove("active"),c.part.remove("active"),c.part.remove("section-navbar-active-item")),n.classList.add("active"),n.part.add("section-navbar-active-item")}}}}setHttpUserNameAndPassword(e,t,a){return Ne.call(this,e,t,a)}setApiKey(e,t){return Ne.call(this,e,"","",t)}removeAllSecurityKeys(){return Sr.call(this)}setApiServer(e){return Pr.call(this,e)}onAdvancedSearch(e,t){let a=e.target;clearTimeout(this.timeoutId),this.timeoutId=setTimeout(()=>{let s;a.type==="text"?s=a:s=a.closest(".advanced-search-options").querySelector("input[type=text]");let i=[...a.closest(".advanced-search-options").querySelectorAll("input:checked")].map(n=>n.id);this.advancedSearchMatches=Aa(s.value,this.resolvedSpec.tags,i)},t)}};customElements.define("rapi-doc",sr);var ir=document.querySelector("rapi-doc"),gt=document.querySelector("form"),jr=gt.querySelector("output"),{document:_i}=document.body.dataset,us="bedplate token",hs=matchMedia("(prefers-color-scheme: dark)"),fs=()=>ir.setAttribute("theme",hs.matches?"dark":"light");hs.addEventListener("change",fs);var Ii="\u2026",ds=r=>r.replace(/%E2%80%A6=([^&'"]*)/,(e,t)=>t.replaceAll("%3D","=").replaceAll("%26","&"));ir.addEventListener("before-try",r=>{let{request:e}=r.detail;e.url=ds(e.url);let t=r.composedPath()[0];t.curlSyntax=ds(t.curlSyntax)});function Li(r){for(let e of Object.values(r.components.parameters))e.explode&&e.schema.type==="object"&&(Object.assign(e,{name:Ii,schema:{type:"string"},explode:!1}),e.description+=" As they stand in an address: `posts.order=created&posts.limit=1`.");for(let e of Object.values(r.paths))for(let t of Object.values(e))t.responses&&(t.security??=r.security);return r}async function ms(r){let e=r?{Authorization:"Bearer "+r}:{};jr.textContent="";try{let t=await fetch(_i,{headers:e,credentials:"omit"}),a=await t.json();if(!t.ok)throw new Error(a.message);await ir.loadSpec(Li(a)),r&&ir.setApiKey("bearer",r),sessionStorage.setItem(us,r),jr.textContent=r?"as your token sees it":"as anyone sees it"}catch(t){jr.textContent=t.message}}gt.addEventListener("submit",r=>{r.preventDefault(),ms(gt.token.value.trim())});fs();gt.token.value=sessionStorage.getItem(us)??"";ms(gt.token.value);})();
